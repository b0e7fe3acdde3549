//! What can go wrong with an index.

use rusqlite::ErrorCode;

/// Errors of an index. After [`Error::Damaged`] and [`Error::Format`] the caller rebuilds it.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The file is no index, or part of it is missing or altered.
    #[error("the search index is damaged: {0}")]
    Damaged(String),
    /// An index of another version of this crate.
    #[error("the search index has format {found}, not {}", crate::FORMAT)]
    Format { found: u32 },
    /// A document is over one of the [`crate::limits`].
    #[error("the document's {0} is too large to be indexed")]
    TooLarge(&'static str),
    /// The index holds as many documents as it may.
    #[error("the search index is full")]
    Full,
    /// The position comes from a query of the other kind: with words, or without.
    #[error("the position is not one of this query")]
    Position,
    /// The file cannot be opened, read or written.
    #[error("the search index cannot be read or written: {0}")]
    Unavailable(String),
}

impl Error {
    pub(crate) fn damaged(reason: &str) -> Self {
        Self::Damaged(reason.to_owned())
    }
}

impl From<rusqlite::Error> for Error {
    fn from(error: rusqlite::Error) -> Self {
        let outside = matches!(
            error.sqlite_error_code(),
            Some(
                ErrorCode::CannotOpen
                    | ErrorCode::DatabaseBusy
                    | ErrorCode::DatabaseLocked
                    | ErrorCode::DiskFull
                    | ErrorCode::OutOfMemory
                    | ErrorCode::PermissionDenied
                    | ErrorCode::ReadOnly
                    | ErrorCode::SystemIoFailure
            )
        );
        // Whatever else SQLite reports about our own statements (a missing table, a value of another type) is the file's fault.
        if outside { Self::Unavailable(error.to_string()) } else { Self::Damaged(error.to_string()) }
    }
}

impl From<std::io::Error> for Error {
    fn from(error: std::io::Error) -> Self {
        Self::Unavailable(error.to_string())
    }
}
