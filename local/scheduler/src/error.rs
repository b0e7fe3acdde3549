//! What can fail, and what the API refuses, in the shape of AWS's restJson1 protocol.

use local_kit::{HttpAnswer, Interrupted, Protocol};

/// The service spells the sentence of an error with a capital.
pub(crate) const PROTOCOL: Protocol = Protocol::RestJson { message: "Message" };

/// A failure of the opened data file.
#[derive(Debug, thiserror::Error)]
pub(crate) enum DatabaseError {
    #[error(transparent)]
    Sqlite(#[from] rusqlite::Error),
    #[error(transparent)]
    Interrupted(#[from] Interrupted),
}

/// Everything the API can refuse or fail with.
#[derive(Debug)]
pub(crate) enum ApiError {
    Validation(String),
    Conflict(String),
    UnknownOperation(String),
    Database(DatabaseError),
}

impl<E: Into<DatabaseError>> From<E> for ApiError {
    fn from(error: E) -> Self {
        Self::Database(error.into())
    }
}

impl ApiError {
    pub(crate) fn answer(self) -> HttpAnswer {
        let (status, kind, message) = match self {
            Self::Validation(message) => (400, "ValidationException", message),
            Self::Conflict(message) => (409, "ConflictException", message),
            Self::UnknownOperation(message) => (404, "UnknownOperationException", message),
            Self::Database(error) => {
                tracing::error!(%error, "the scheduler database failed");
                let message = "The local scheduler could not read or write its data.".to_owned();
                (500, "InternalServerException", message)
            }
        };
        PROTOCOL.error(status, kind, &message)
    }
}
