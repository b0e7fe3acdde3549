//! Why a file cannot be opened, in one sentence for whoever starts the stack.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use rusqlite::ErrorCode;

/// The files of a data folder name each other's people, messages and objects: one without the others opens nothing.
pub const ADVICE: &str = "restore the data folder from a copy, or move the whole folder away to start afresh";

/// A file that cannot be opened. Nothing in it was changed.
#[derive(Debug, thiserror::Error)]
pub struct OpenError {
    what: &'static str,
    file: PathBuf,
    pub cause: Cause,
}

/// Why a file cannot be opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cause {
    /// It is no database, not this one, or its pages do not fit together.
    Damaged(String),
    /// It has a later format than this program knows.
    Newer { found: i64, known: i64 },
    /// The operating system does not let this user read and write it or its folder.
    Permission(String),
    /// Another process holds it.
    InUse,
    /// The disk has no room.
    Full,
    /// Anything else: no such folder, a folder in its place.
    Other(String),
}

impl OpenError {
    pub fn new(what: &'static str, file: &Path, cause: Cause) -> Self {
        Self { what, file: file.to_owned(), cause }
    }

    pub fn from_io(what: &'static str, file: &Path, error: &io::Error) -> Self {
        let cause = match error.kind() {
            io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => Cause::Permission(error.to_string()),
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Cause::Full,
            _ => Cause::Other(error.to_string()),
        };
        Self::new(what, file, cause)
    }

    pub fn from_sqlite(what: &'static str, file: &Path, error: &rusqlite::Error) -> Self {
        let reason = error.to_string();
        let cause = match error.sqlite_error_code() {
            Some(ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt) => Cause::Damaged(reason),
            // The file itself was opened before: it is the folder, in which the log is written, that cannot be used.
            Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied | ErrorCode::CannotOpen) => Cause::Permission(reason),
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Cause::InUse,
            Some(ErrorCode::DiskFull) => Cause::Full,
            _ => Cause::Other(reason),
        };
        Self::new(what, file, cause)
    }
}

impl fmt::Display for OpenError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (what, file) = (self.what, self.file.display());
        match &self.cause {
            Cause::Damaged(reason) => write!(formatter, "The {what} database {file} is damaged ({reason}); {ADVICE}."),
            Cause::Newer { found, known } => {
                let formats = format!("format {found}, and this one reads up to {known}");
                write!(formatter, "The {what} database {file} was written by a newer version of Trellis ({formats}); use that version.")
            }
            Cause::Permission(reason) => write!(formatter, "No permission to read and write the {what} database {file} ({reason})."),
            Cause::InUse => write!(formatter, "The {what} database {file} is in use by another process; stop that one."),
            Cause::Full => {
                let saved = "What was saved is still there.";
                write!(formatter, "The disk of the {what} database {file} is full; make room and start again. {saved}")
            }
            Cause::Other(reason) => write!(formatter, "The {what} database {file} cannot be opened: {reason}."),
        }
    }
}
