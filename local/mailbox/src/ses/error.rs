//! What the API refuses, and how it says so.

use local_kit::{HttpAnswer, Protocol};

use crate::database::MailboxError;

/// Everything the API can refuse or fail with.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum SesError {
    BadRequest(String),
    UnknownOperation(String),
    Internal,
}

impl From<MailboxError> for SesError {
    fn from(error: MailboxError) -> Self {
        tracing::error!(%error, "a mail could not be kept");
        Self::Internal
    }
}

impl SesError {
    pub(super) fn answer(self) -> HttpAnswer {
        let (status, kind, message) = match self {
            Self::BadRequest(message) => (400, "BadRequestException", message),
            Self::UnknownOperation(message) => (404, "UnknownOperationException", message),
            Self::Internal => (500, "InternalServiceErrorException", "The local mailbox could not keep the mail.".to_owned()),
        };
        Protocol::REST_JSON.error(status, kind, &message)
    }
}
