//! The reasons for which API Gateway answers itself instead of the function.

/// Why a request does not get the function's answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Failure {
    /// No such route.
    MissingAuthenticationToken,
    /// A path that is no percent-encoded UTF-8.
    BadPath,
    /// An identity source is missing, or the authorizer said `Unauthorized`.
    Unauthorized,
    /// The authorizer's policy does not allow the route.
    AccessDenied {
        /// A statement denies it, rather than none allowing it.
        explicit: bool,
    },
    /// The authorizer could not be asked, or failed.
    AuthorizerFailed,
    /// The authorizer's answer is no authorizer answer.
    AuthorizerConfiguration,
    /// The method ARN is longer than a policy can hold.
    MethodArnTooLong,
    /// No key, or one that no plan of this API knows.
    InvalidApiKey,
    /// A rate limit is used up.
    Throttled {
        /// Seconds until a request can succeed; none when the limit is zero.
        retry_after: Option<u64>,
    },
    /// A quota is used up.
    QuotaExceeded {
        /// Seconds until the next period begins.
        retry_after: Option<u64>,
    },
    /// The body is over 10 MB.
    RequestTooLarge,
    /// The headers are over 10,240 bytes.
    HeadersTooLarge,
    /// The function did not answer in time.
    IntegrationTimeout,
    /// The function could not be reached.
    IntegrationFailed,
    /// The function failed, or its answer is no proxy answer.
    BadGateway,
    /// The gateway itself failed, or is configured for what cannot work.
    Internal,
}

/// What a failure looks like unless the template says otherwise.
#[derive(Clone, Copy, Debug)]
pub(crate) struct FailureFacts {
    /// The gateway response type.
    pub(crate) response_type: &'static str,
    pub(crate) status: u16,
    /// `$context.error.message`.
    pub(crate) message: Option<&'static str>,
    /// `x-amzn-ErrorType`.
    pub(crate) error_type: &'static str,
}

const INTERNAL: &str = "InternalServerErrorException";

impl Failure {
    /// Types and status codes are of the developer guide ("Gateway response types"); messages and
    /// error types are what API Gateway is seen to send.
    pub(crate) fn facts(&self) -> FailureFacts {
        let facts = |response_type, status, message, error_type| FailureFacts { response_type, status, message, error_type };
        match self {
            Self::MissingAuthenticationToken => {
                facts("MISSING_AUTHENTICATION_TOKEN", 403, Some("Missing Authentication Token"), "MissingAuthenticationTokenException")
            }
            Self::BadPath => facts("BAD_REQUEST_PARAMETERS", 400, Some("Bad Request"), "BadRequestException"),
            Self::Unauthorized => facts("UNAUTHORIZED", 401, Some("Unauthorized"), "UnauthorizedException"),
            Self::AccessDenied { explicit } => {
                let message = if *explicit {
                    "User is not authorized to access this resource with an explicit deny"
                } else {
                    "User is not authorized to access this resource"
                };
                facts("ACCESS_DENIED", 403, Some(message), "AccessDeniedException")
            }
            Self::AuthorizerFailed => facts("AUTHORIZER_FAILURE", 500, None, "AuthorizerFailureException"),
            Self::AuthorizerConfiguration => facts("AUTHORIZER_CONFIGURATION_ERROR", 500, None, "AuthorizerConfigurationException"),
            Self::MethodArnTooLong => facts("DEFAULT_4XX", 414, Some("Request-URI Too Long"), "RequestUriTooLongException"),
            Self::InvalidApiKey => facts("INVALID_API_KEY", 403, Some("Forbidden"), "ForbiddenException"),
            Self::Throttled { .. } => facts("THROTTLED", 429, Some("Too Many Requests"), "TooManyRequestsException"),
            Self::QuotaExceeded { .. } => facts("QUOTA_EXCEEDED", 429, Some("Limit Exceeded"), "LimitExceededException"),
            Self::RequestTooLarge => {
                facts("REQUEST_TOO_LARGE", 413, Some("HTTP content length exceeded 10485760 bytes."), "RequestTooLargeException")
            }
            Self::HeadersTooLarge => {
                facts("DEFAULT_4XX", 431, Some("Request Header Fields Too Large"), "RequestHeaderFieldsTooLargeException")
            }
            Self::IntegrationTimeout => facts("INTEGRATION_TIMEOUT", 504, Some("Endpoint request timed out"), INTERNAL),
            Self::IntegrationFailed => facts("INTEGRATION_FAILURE", 504, Some("Network error communicating with endpoint"), INTERNAL),
            Self::BadGateway => facts("DEFAULT_5XX", 502, Some("Internal server error"), INTERNAL),
            Self::Internal => facts("DEFAULT_5XX", 500, Some("Internal server error"), INTERNAL),
        }
    }

    /// Seconds to wait, where waiting helps.
    pub(crate) fn retry_after(&self) -> Option<u64> {
        match self {
            Self::Throttled { retry_after } | Self::QuotaExceeded { retry_after } => *retry_after,
            _ => None,
        }
    }
}
