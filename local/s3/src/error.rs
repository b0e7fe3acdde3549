//! What can go wrong while opening the store, and while it works.

use std::io;
use std::path::PathBuf;

use http::StatusCode;
use local_kit::{ADVICE, Interrupted};
use s3s::{S3Error, S3ErrorCode, s3_error};

/// Why a local S3 could not be opened. Each displays as one sentence for whoever started the stack.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The folder cannot be created, read or written.
    #[error("The S3 folder {} cannot be used: {source}.", path.display())]
    Folder { path: PathBuf, source: io::Error },
    /// Another process holds the folder.
    #[error("The S3 folder {} is in use by another process.", path.display())]
    InUse { path: PathBuf },
    /// The database cannot be opened.
    #[error(transparent)]
    Database(#[from] local_kit::OpenError),
    /// There are blobs but no database, so opening would take all of them for rubbish.
    #[error("The S3 folder {} holds objects but its database is missing; {ADVICE}.", path.display())]
    DatabaseMissing { path: PathBuf },
    /// An allowed origin is no valid header value.
    #[error("The allowed origin {origin:?} is not a valid origin.")]
    Origin { origin: String },
}

/// Why a call on an open store failed.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// S3's own answer to a request that it does not accept, such as `NoSuchBucket`.
    #[error("{}: {}", .0.code().as_str(), .0.message().unwrap_or("refused"))]
    Refused(#[from] S3Error),
    /// SQLite failed.
    #[error("the S3 database failed: {0}")]
    Database(#[from] rusqlite::Error),
    /// A blob file failed.
    #[error("an S3 blob failed: {0}")]
    File(#[from] io::Error),
    /// The database holds a value that cannot be read.
    #[error("the S3 database holds an unreadable value: {0}")]
    Corrupt(#[from] serde_json::Error),
    /// The runtime is shutting down.
    #[error(transparent)]
    Stopped(#[from] Interrupted),
}

impl From<Error> for S3Error {
    fn from(error: Error) -> Self {
        match error {
            Error::Refused(refusal) => refusal,
            Error::Stopped(_) => s3_error!(ServiceUnavailable),
            internal => S3Error::internal_error(internal),
        }
    }
}

/// A 400 whose code the protocol crate does not know.
pub(crate) fn bad_request(code: &'static str, message: &'static str) -> S3Error {
    let mut error = S3Error::with_message(S3ErrorCode::Custom(code.into()), message);
    error.set_status_code(StatusCode::BAD_REQUEST);
    error
}
