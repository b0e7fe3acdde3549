//! A call that Cognito refuses: an error type of its protocol, and a sentence.

use local_kit::Interrupted;

/// An error of the Cognito protocol: `kind` is the name that SDKs match on (`NotAuthorizedException` …).
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{kind}: {message}")]
pub struct Refusal {
    kind: &'static str,
    message: String,
}

impl Refusal {
    pub(crate) fn new(kind: &'static str, message: impl Into<String>) -> Self {
        Self { kind, message: message.into() }
    }

    pub(crate) fn invalid_parameter(message: impl Into<String>) -> Self {
        Self::new("InvalidParameterException", message)
    }

    pub(crate) fn not_authorized(message: impl Into<String>) -> Self {
        Self::new("NotAuthorizedException", message)
    }

    pub(crate) fn not_found(message: impl Into<String>) -> Self {
        Self::new("ResourceNotFoundException", message)
    }

    pub(crate) fn user_not_found() -> Self {
        Self::new("UserNotFoundException", "User does not exist.")
    }

    pub(crate) fn wrong_password() -> Self {
        Self::not_authorized("Incorrect username or password.")
    }

    pub(crate) fn user_disabled() -> Self {
        Self::not_authorized("User is disabled.")
    }

    pub(crate) fn dead_session() -> Self {
        Self::not_authorized("Invalid session for the user.")
    }

    /// The cause is logged, never shown: it may name files or stored data.
    pub(crate) fn internal(cause: impl std::fmt::Display) -> Self {
        tracing::error!(%cause, "the local identity provider failed");
        Self::new("InternalErrorException", "Something went wrong")
    }

    /// The error type of the protocol, for example `CodeMismatchException`.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        self.kind
    }

    /// The sentence that goes with it.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }

    pub(crate) fn status(&self) -> u16 {
        if self.kind == "InternalErrorException" { 500 } else { 400 }
    }
}

impl From<rusqlite::Error> for Refusal {
    fn from(error: rusqlite::Error) -> Self {
        Self::internal(error)
    }
}

impl From<Interrupted> for Refusal {
    fn from(interrupted: Interrupted) -> Self {
        Self::internal(interrupted)
    }
}

impl From<serde_json::Error> for Refusal {
    /// Only stored JSON is read with `?`: what callers send goes through `request`.
    fn from(error: serde_json::Error) -> Self {
        Self::internal(error)
    }
}
