//! Errors as callers see them: RFC 9457 `application/problem+json`. The only place where status codes are chosen.

use crate::settings::SettingMissing;
use http::StatusCode;
use serde::Serialize;
use store::StoreError;

/// One offending field of a request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct FieldError {
    /// Where it stands: `parts[0].title`, `query.limit`, `header.If-Match`.
    pub field: String,
    pub detail: String,
}

/// An error that a caller can understand and act on. What caused it inside is logged and never shown.
#[derive(Debug)]
pub struct Problem {
    pub(crate) status: StatusCode,
    /// The stable name; `type` is `/problems/<kind>`.
    pub(crate) kind: &'static str,
    pub(crate) title: &'static str,
    pub(crate) detail: String,
    pub(crate) errors: Vec<FieldError>,
    pub(crate) retry_after: Option<u32>,
    pub(crate) cause: Option<String>,
}

/// The body of an error.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = Problem)]
pub(crate) struct ProblemBody<'a> {
    /// Stable: `/problems/not-found` and the like.
    #[schema(value_type = String)]
    r#type: String,
    #[schema(value_type = String)]
    title: &'a str,
    status: u16,
    /// What happened and what to do about it.
    #[schema(value_type = String)]
    detail: &'a str,
    /// The fields at fault.
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    #[schema(value_type = Option<Vec<FieldError>>)]
    errors: &'a [FieldError],
    /// What to quote to support.
    #[schema(value_type = String)]
    request_id: &'a str,
}

impl Problem {
    fn new(status: StatusCode, kind: &'static str, title: &'static str, detail: impl Into<String>) -> Self {
        Self { status, kind, title, detail: detail.into(), errors: Vec::new(), retry_after: None, cause: None }
    }

    fn field(mut self, field: impl Into<String>, detail: impl Into<String>) -> Self {
        self.errors.push(FieldError { field: field.into(), detail: detail.into() });
        self
    }

    /// 400: the request is not well formed at `field`.
    pub fn malformed(field: impl Into<String>, detail: impl Into<String>) -> Self {
        let (field, detail) = (field.into(), detail.into());
        Self::new(StatusCode::BAD_REQUEST, "malformed-request", "The request is malformed", format!("{field}: {detail}"))
            .field(field, detail)
    }

    /// 401: who the caller is could not be established.
    pub fn unauthenticated(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::UNAUTHORIZED, "unauthenticated", "You are not signed in", detail)
    }

    /// 403: the caller may not do this.
    pub fn forbidden(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::FORBIDDEN, "forbidden", "You may not do this", detail)
    }

    /// 404: also for what belongs to another workspace.
    #[must_use]
    pub fn not_found(thing: &'static str) -> Self {
        Self::new(StatusCode::NOT_FOUND, "not-found", "Not found", format!("There is no such {thing}."))
    }

    /// 409: the request contradicts the present state.
    pub fn conflict(kind: &'static str, detail: impl Into<String>) -> Self {
        Self::new(StatusCode::CONFLICT, kind, "The request conflicts with the present state", detail)
    }

    /// 412: the thing was changed since the caller read it.
    #[must_use]
    pub fn changed() -> Self {
        let detail =
            "It was changed since you read it. Read it again, look at the difference, and send your change with the new ETag in If-Match.";
        Self::new(StatusCode::PRECONDITION_FAILED, "changed", "Changed in the meantime", detail)
    }

    /// 413: the body is larger than the route takes.
    #[must_use]
    pub fn too_large(limit: usize) -> Self {
        Self::new(
            StatusCode::PAYLOAD_TOO_LARGE,
            "too-large",
            "The request is too large",
            format!("The body may have at most {limit} bytes."),
        )
    }

    /// 415: the body is not JSON.
    #[must_use]
    pub fn unsupported_media_type() -> Self {
        Self::new(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "unsupported-media-type",
            "Unsupported media type",
            "Send the body as application/json.",
        )
    }

    /// 422: well formed, but a rule is broken at `field`.
    pub fn rule(field: impl Into<String>, detail: impl Into<String>) -> Self {
        let (field, detail) = (field.into(), detail.into());
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, "rule-broken", "The request breaks a rule", format!("{field}: {detail}"))
            .field(field, detail)
    }

    /// 429: too many attempts; the wait is in `Retry-After`.
    #[must_use]
    pub fn too_many(seconds: u32) -> Self {
        let detail = format!("Too many attempts. Wait {seconds} seconds and try again.");
        Self { retry_after: Some(seconds), ..Self::new(StatusCode::TOO_MANY_REQUESTS, "too-many-requests", "Too many requests", detail) }
    }

    /// 503: the same request may succeed shortly.
    pub fn unavailable(cause: impl ToString) -> Self {
        let detail = "The platform is busy. Try the same request again in a moment.";
        let problem = Self::new(StatusCode::SERVICE_UNAVAILABLE, "unavailable", "Temporarily unavailable", detail);
        Self { retry_after: Some(1), cause: Some(cause.to_string()), ..problem }
    }

    /// 500: a defect. The cause is logged.
    pub fn internal(cause: impl ToString) -> Self {
        let detail = "Something went wrong on our side. Nothing was changed; quote the request id to support.";
        let problem = Self::new(StatusCode::INTERNAL_SERVER_ERROR, "internal", "Internal error", detail);
        Self { cause: Some(cause.to_string()), ..problem }
    }

    /// What happened, for an answer that tells of several things.
    #[must_use]
    pub fn detail(&self) -> &str {
        &self.detail
    }

    /// Whether the request is to blame, not the platform.
    #[must_use]
    pub fn is_refusal(&self) -> bool {
        self.status.is_client_error()
    }

    pub(crate) fn body<'a>(&'a self, request_id: &'a str) -> ProblemBody<'a> {
        ProblemBody {
            r#type: format!("/problems/{}", self.kind),
            title: self.title,
            status: self.status.as_u16(),
            detail: &self.detail,
            errors: &self.errors,
            request_id,
        }
    }
}

impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Conflict => Self::conflict("conflict", "Another request changed the same thing at the same time. Try again."),
            StoreError::KeyReused => {
                Self::rule("header.Idempotency-Key", "this key was used with another request; take a new key for a new request")
            }
            StoreError::BadCursor => Self::malformed("query.cursor", "take the `next` of the page before, unchanged"),
            StoreError::Unavailable(_) => Self::unavailable(error),
            StoreError::Corrupt { .. } | StoreError::Refused(_) => Self::internal(error),
        }
    }
}

impl From<SettingMissing> for Problem {
    fn from(error: SettingMissing) -> Self {
        Self::internal(error)
    }
}

impl From<serde_json::Error> for Problem {
    fn from(error: serde_json::Error) -> Self {
        Self::internal(error)
    }
}
