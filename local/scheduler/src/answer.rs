//! HTTP answers of the API, and its errors in the shape of AWS's restJson1 protocol.

use serde_json::{Value, json};

use crate::database::DatabaseError;

/// An answer for the caller to send with `Content-Type: application/json`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HttpAnswer {
    /// HTTP status code.
    pub status: u16,
    /// A JSON object; of an error `{"__type", "Message"}`.
    pub body: String,
}

/// Everything the API can refuse or fail with.
#[derive(Debug)]
pub(crate) enum ApiError {
    Validation(String),
    Serialization(String),
    NotFound(String),
    Conflict(String),
    UnknownOperation(String),
    Database(DatabaseError),
}

impl From<DatabaseError> for ApiError {
    fn from(error: DatabaseError) -> Self {
        Self::Database(error)
    }
}

impl From<rusqlite::Error> for ApiError {
    fn from(error: rusqlite::Error) -> Self {
        Self::Database(error.into())
    }
}

impl From<Result<Value, ApiError>> for HttpAnswer {
    fn from(result: Result<Value, ApiError>) -> Self {
        match result {
            Ok(value) => Self { status: 200, body: value.to_string() },
            Err(error) => error.answer(),
        }
    }
}

impl ApiError {
    fn answer(self) -> HttpAnswer {
        let (status, kind, message) = match self {
            Self::Validation(message) => (400, "ValidationException", message),
            Self::Serialization(message) => (400, "SerializationException", message),
            Self::NotFound(message) => (404, "ResourceNotFoundException", message),
            Self::Conflict(message) => (409, "ConflictException", message),
            Self::UnknownOperation(message) => (404, "UnknownOperationException", message),
            Self::Database(error) => {
                tracing::error!(%error, "the scheduler's data file failed");
                let message = "The local scheduler could not read or write its data.".to_owned();
                (500, "InternalServerException", message)
            }
        };
        HttpAnswer { status, body: json!({"__type": kind, "Message": message}).to_string() }
    }
}
