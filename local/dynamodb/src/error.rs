//! What can go wrong, each as one sentence for the person at the terminal.

use std::path::Path;

use dynoxide::DynoxideError;
use local_kit::{Cause, OpenError};

/// What sentences call the file.
pub(crate) const WHAT: &str = "DynamoDB";

/// Why dynoxide could not open the file.
pub(crate) fn from_dynoxide(path: &Path, error: DynoxideError) -> OpenError {
    match error {
        DynoxideError::SqliteError(error) => OpenError::from_sqlite(WHAT, path, &error),
        other => OpenError::new(WHAT, path, Cause::Damaged(other.to_string())),
    }
}

/// Whatever else is in the way: a name that is no UTF-8, no free port, no thread.
pub(crate) fn other(path: &Path, reason: impl std::fmt::Display) -> OpenError {
    OpenError::new(WHAT, path, Cause::Other(reason.to_string()))
}

/// Why a table of the template could not be made or brought up to date.
#[derive(Debug, thiserror::Error)]
pub enum TableError {
    /// The table exists with another primary key, which DynamoDB cannot change.
    #[error(
        "The table {table} in the data folder has another primary key than the template; a key cannot change, so use another data folder or move this one away."
    )]
    OtherKey { table: String },
    /// The template's properties are not what DynamoDB accepts.
    #[error("The table {table} of the template is refused: {reason}")]
    Refused { table: String, reason: String },
}

/// Why a stream could not be read.
#[derive(Debug, thiserror::Error)]
pub enum StreamError {
    #[error("The stream of {table} cannot be read: {reason}")]
    Storage { table: String, reason: String },
}

/// The internal server did not answer, which happens only while the stack stops.
#[derive(Debug, thiserror::Error)]
#[error("The local DynamoDB does not answer: {reason}")]
pub struct ForwardError {
    pub(crate) reason: String,
}
