//! Errors as callers see them: RFC 9457 `application/problem+json`. The only place where status codes are chosen.

use crate::{
    plain_words::{Finding, plain},
    settings::SettingMissing,
};
use http::StatusCode;
use serde::Serialize;
use table::{Stale, TableError, authority::Lost};

/// One offending field of a request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct FieldError {
    /// Where it is: `parts[0].title`, `query.limit`, `header.If-Match`.
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
    /// What happened and what to do next.
    #[schema(value_type = String)]
    detail: &'a str,
    /// The fields that are wrong.
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    #[schema(value_type = Option<Vec<FieldError>>)]
    errors: &'a [FieldError],
    /// Quote this to support.
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
        Self::new(StatusCode::FORBIDDEN, "forbidden", "Not allowed", detail)
    }

    /// 404: also for what belongs to another workspace.
    #[must_use]
    pub fn not_found(thing: &'static str) -> Self {
        Self::new(StatusCode::NOT_FOUND, "not-found", "Not found", format!("This {thing} doesn't exist, or you don't have access to it."))
    }

    /// 409: the request contradicts the present state.
    pub fn conflict(kind: &'static str, detail: impl Into<String>) -> Self {
        Self::new(StatusCode::CONFLICT, kind, "Conflicts with the current state", detail)
    }

    /// 412: the thing was changed since the caller read it.
    fn changed() -> Self {
        let detail = "Somebody else has changed this since you loaded it. Reload it, check what's different, and try again.";
        Self::new(StatusCode::PRECONDITION_FAILED, "changed", "Changed since it was read", detail)
    }

    /// The problem of an update that could not be stored: to its caller, a conflict on writing is the same as an old `If-Match`.
    #[must_use]
    pub fn of_update(error: TableError) -> Self {
        if matches!(error, TableError::Conflict) { Self::changed() } else { error.into() }
    }

    /// 413: the body is larger than the route takes.
    #[must_use]
    pub fn too_large(limit: usize) -> Self {
        Self::new(StatusCode::PAYLOAD_TOO_LARGE, "too-large", "The request is too large", format!("The body can be at most {limit} bytes."))
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

    /// 422: a password that others would try first.
    #[must_use]
    pub fn common_password() -> Self {
        let detail = "this password is easy to guess: it is common, follows a pattern, or contains a name. Choose several unrelated words";
        Self { kind: "common-password", ..Self::rule("password", detail) }
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
        let detail = "Something went wrong on our side. Try again later, or contact support and quote the request ID.";
        let problem = Self::new(StatusCode::INTERNAL_SERVER_ERROR, "internal", "Internal error", detail);
        Self { cause: Some(cause.to_string()), ..problem }
    }

    /// 429: others keep an address busy. It says the same whether anybody has that address.
    #[must_use]
    pub fn address_busy(seconds: u32) -> Self {
        let detail = format!(
            "Too many sign-in attempts for this address. If it is yours, open the link that we have e-mailed you to let this device in, or try again in {seconds} seconds."
        );
        Self { kind: "address-busy", detail, ..Self::too_many(seconds) }
    }

    /// 422 with what a deserializer has found at a path, in plain words.
    #[must_use]
    pub fn unread(path: &str, found: &serde_json::Error) -> Self {
        let Finding { field, detail } = plain(path, &found.to_string());
        Self::rule(field, detail)
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

    /// Whether something has changed under the request: tried again, it may succeed.
    #[must_use]
    pub fn is_conflict(&self) -> bool {
        self.status == StatusCode::CONFLICT
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

impl From<Stale> for Problem {
    fn from(_: Stale) -> Self {
        Self::changed()
    }
}

impl From<TableError> for Problem {
    fn from(error: TableError) -> Self {
        match error {
            TableError::Conflict => Self::conflict("conflict", "Somebody else changed this at the same time. Try again."),
            TableError::Lost(Lost::Entry) => Self::unauthenticated("Your access has ended. Sign in again."),
            TableError::Lost(Lost::Permission) => Self::forbidden("You don't have permission to do this any more."),
            TableError::KeyReused => {
                Self::rule("header.Idempotency-Key", "this key was already used for a different request; use a new key")
            }
            TableError::BadCursor => {
                Self::malformed("query.cursor", "use the `next` of the previous page, unchanged, with the same filters")
            }
            TableError::Unavailable(_) => Self::unavailable(error),
            TableError::Corrupt { .. } | TableError::Refused(_) => Self::internal(error),
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
