//! The REST API of the stack.

use std::collections::BTreeMap;
use std::time::Duration;

/// One `AWS::Serverless::Api`, with `Globals` merged in.
#[derive(Clone, Debug, PartialEq)]
pub struct Api {
    /// The logical id; `ServerlessRestApi` for SAM's implicit API.
    pub logical_id: String,
    /// What `Ref` gives: the API's id, as it stands in `execute-api` ARNs.
    pub physical_id: String,
    /// `StageName`; `Prod` for SAM's implicit API.
    pub stage: String,
    /// `Variables`: the stage's variables.
    pub stage_variables: BTreeMap<String, String>,
    /// `Auth.DefaultAuthorizer`.
    pub default_authorizer: Option<String>,
    /// `Auth.Authorizers`.
    pub authorizers: Vec<Authorizer>,
    /// `Auth.ApiKeyRequired`: what routes ask for that say nothing of it.
    pub api_key_required: bool,
    /// Where API Gateway looks for the API key.
    pub api_key_source: ApiKeySource,
    /// `GatewayResponses` by response type, for example `THROTTLED` or `DEFAULT_4XX`.
    pub gateway_responses: BTreeMap<String, GatewayResponse>,
    /// `Cors`; without it OPTIONS is a method like any other.
    pub cors: Option<Cors>,
    /// `BinaryMediaTypes`, `~1` read as `/`.
    pub binary_media_types: Vec<String>,
    /// Every `AWS::ApiGateway::UsagePlan` of the stack.
    pub usage_plans: Vec<UsagePlan>,
    /// The throttling limits of `MethodSettings`. They hold for each method on its own.
    pub throttling: Vec<MethodThrottle>,
}

/// Where API Gateway looks for the API key.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ApiKeySource {
    /// The `x-api-key` header.
    #[default]
    Header,
    /// The authorizer's `usageIdentifierKey`.
    Authorizer,
}

/// A Lambda authorizer.
#[derive(Clone, Debug, PartialEq)]
pub struct Authorizer {
    /// The name routes give.
    pub name: String,
    /// The function that decides.
    pub function_logical_id: String,
    /// What the function receives.
    pub kind: AuthorizerKind,
    /// Headers that identify the caller; exactly one for `Token`.
    pub headers: Vec<String>,
    /// Query parameters that identify the caller.
    pub query_strings: Vec<String>,
    /// Stage variables that identify the caller.
    pub stage_variables: Vec<String>,
    /// `$context` variables that identify the caller, for example `identity.sourceIp`.
    pub context: Vec<String>,
    /// What the token must match before the function is asked; `Token` only.
    pub validation_expression: Option<String>,
    /// `ReauthorizeEvery`: how long an answer is kept; 300 s unless given, zero for never.
    pub ttl: Duration,
}

/// What an authorizer function receives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AuthorizerKind {
    /// One header's value.
    Token,
    /// The request without its body.
    Request,
}

/// How API Gateway answers when it does not reach the function.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GatewayResponse {
    /// The status instead of the type's own.
    pub status: Option<u16>,
    /// Response headers: name to expression (`'static text'`, `context.requestId`, `method.request.header.Origin`).
    pub parameters: BTreeMap<String, String>,
    /// Bodies by content type, with `$context` variables.
    pub templates: BTreeMap<String, String>,
}

/// How OPTIONS is answered. Values are without SAM's inner quotes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cors {
    /// `AllowOrigin`.
    pub allow_origin: String,
    /// `AllowMethods`; without it, the methods of the path.
    pub allow_methods: Option<String>,
    /// `AllowHeaders`.
    pub allow_headers: Option<String>,
    /// `AllowCredentials`.
    pub allow_credentials: bool,
    /// `MaxAge`, in seconds.
    pub max_age: Option<String>,
    /// The default authorizer also guards OPTIONS, which no browser passes: SAM's default unless
    /// `AddDefaultAuthorizerToCorsPreflight: false`.
    pub authorize_preflight: bool,
    /// OPTIONS also asks for an API key: SAM's default under `ApiKeyRequired` unless
    /// `AddApiKeyRequiredToCorsPreflight: false`.
    pub api_key_for_preflight: bool,
}

/// A rate limit: `rate` requests a second on average, `burst` at once.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Throttle {
    /// Requests per second.
    pub rate: f64,
    /// The size of the bucket.
    pub burst: u32,
}

/// A rate limit of some methods of the stage.
#[derive(Clone, Debug, PartialEq)]
pub struct MethodThrottle {
    /// A resource path, or `/*` for all.
    pub path: String,
    /// A method in capitals, or `*` for all.
    pub method: String,
    /// The limit.
    pub throttle: Throttle,
}

/// What the keys of one plan may use.
#[derive(Clone, Debug, PartialEq)]
pub struct UsagePlan {
    /// What `Ref` gives: the plan's id.
    pub physical_id: String,
    /// `UsagePlanName`.
    pub name: String,
    /// Per key.
    pub throttle: Option<Throttle>,
    /// Per key.
    pub quota: Option<Quota>,
}

/// How many requests a key may make in a period.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quota {
    /// Requests in one period.
    pub limit: u64,
    /// When counting begins anew.
    pub period: QuotaPeriod,
}

/// When a quota's counting begins anew, in UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum QuotaPeriod {
    /// At midnight.
    Day,
    /// On Sunday, as API Gateway's weeks begin.
    Week,
    /// On the first.
    Month,
}
