//! What can go wrong, each as one sentence for the person at the terminal.

use std::path::{Path, PathBuf};

use dynoxide::DynoxideError;
use rusqlite::ErrorCode;

/// Why the database could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The file holds something else than a readable database.
    #[error(
        "The DynamoDB data in {} is damaged ({reason}); restore that file from a copy, or move it away to start with empty tables.",
        path.display()
    )]
    Damaged { path: PathBuf, reason: String },
    /// The operating system does not let this user read and write the file or its folder.
    #[error("No permission to read and write the DynamoDB data in {}.", path.display())]
    NoPermission { path: PathBuf },
    /// Another process holds the file.
    #[error("The DynamoDB data in {} is in use by another process.", path.display())]
    InUse { path: PathBuf },
    /// Anything else: disk full, no such folder, no free port, no thread.
    #[error("The DynamoDB data in {} cannot be opened: {reason}.", path.display())]
    Other { path: PathBuf, reason: String },
}

impl OpenError {
    pub(crate) fn other(path: &Path, reason: impl std::fmt::Display) -> Self {
        Self::Other { path: path.to_owned(), reason: reason.to_string() }
    }

    pub(crate) fn from_io(path: &Path, error: &std::io::Error) -> Self {
        match error.kind() {
            std::io::ErrorKind::PermissionDenied | std::io::ErrorKind::ReadOnlyFilesystem => Self::NoPermission { path: path.to_owned() },
            _ => Self::other(path, error),
        }
    }

    pub(crate) fn from_dynoxide(path: &Path, error: DynoxideError) -> Self {
        match error {
            DynoxideError::SqliteError(error) => Self::from_sqlite(path, &error),
            other => Self::Damaged { path: path.to_owned(), reason: other.to_string() },
        }
    }

    pub(crate) fn from_sqlite(path: &Path, error: &rusqlite::Error) -> Self {
        let path = path.to_owned();
        match error.sqlite_error_code() {
            Some(ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt) => Self::Damaged { path, reason: error.to_string() },
            Some(ErrorCode::PermissionDenied | ErrorCode::ReadOnly | ErrorCode::CannotOpen) => Self::NoPermission { path },
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::InUse { path },
            _ => Self::Other { path, reason: error.to_string() },
        }
    }
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
