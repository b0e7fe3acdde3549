//! Why a stack could not start: one clear sentence each.

use std::path::{Path, PathBuf};

use local_kit::ADVICE;

/// With less space than this, a database that fails has failed for want of it.
const NEEDED: u64 = 8 * 1024 * 1024;

/// Why a stack could not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// Another program listens there.
    #[error("Port {port} is in use; stop what listens there, or choose another with {option}.")]
    PortInUse { port: u16, option: &'static str },
    /// The port cannot be had for another reason, such as a port below 1024.
    #[error("Port {port} cannot be listened on: {reason}; choose another with {option}.")]
    Port { port: u16, option: &'static str, reason: String },
    /// Another stack runs on this folder.
    #[error("The data folder {} is in use by another stack; stop that one, or choose another folder with --data or TRELLIS_DATA.", folder.display())]
    FolderInUse { folder: PathBuf },
    /// The operating system does not let this user use the folder.
    #[error("No permission to read and write the data folder {}.", folder.display())]
    FolderPermission { folder: PathBuf },
    /// The folder cannot be used for another reason: a file of that name, a full disk.
    #[error("The data folder {} cannot be used: {reason}.", folder.display())]
    Folder { folder: PathBuf, reason: String },
    /// Files that belong together are not all there.
    #[error("The data folder {} is not complete: {missing} is missing; {ADVICE}.", folder.display())]
    Incomplete { folder: PathBuf, missing: &'static str },
    /// Nothing can be written.
    #[error("The disk of the data folder {} is full ({free} bytes are free); make room and start again. What was saved is still there.", folder.display())]
    DiskFull { folder: PathBuf, free: u64 },
    /// Something in the folder cannot be opened; the sentence comes from the part that owns it.
    #[error("{0}")]
    Data(String),
    /// The template is wrong, or asks for what the local stack does not have.
    #[error("The template cannot be used: {0}")]
    Template(String),
}

impl StartError {
    pub(crate) fn data(error: impl std::fmt::Display) -> Self {
        let mut sentence = error.to_string();
        if let Some(first) = sentence.get(..1) {
            let first = first.to_uppercase();
            sentence.replace_range(..1, &first);
        }
        if !sentence.ends_with('.') {
            sentence.push('.');
        }
        Self::Data(sentence)
    }

    /// The same, or that the disk is full if that is why: databases say only that they could not write.
    pub(crate) fn on_a_full_disk(self, folder: &Path, free: Option<u64>) -> Self {
        match (self, free) {
            (Self::Data(_) | Self::Folder { .. }, Some(free)) if free < NEEDED => Self::DiskFull { folder: folder.to_owned(), free },
            (error, _) => error,
        }
    }

    pub(crate) fn template(error: impl std::fmt::Display) -> Self {
        Self::Template(error.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_disk_is_named_and_other_faults_stay_what_they_are() {
        let failed = || StartError::data("the queue store sqs.db cannot be used: disk I/O error");
        let folder = Path::new("/data/.trellis");
        let said = failed().on_a_full_disk(folder, Some(4096)).to_string();
        let expected = "The disk of the data folder /data/.trellis is full (4096 bytes are free); make room and start again. \
                        What was saved is still there.";
        assert_eq!(said, expected);
        for free in [None, Some(NEEDED)] {
            assert!(matches!(failed().on_a_full_disk(folder, free), StartError::Data(_)));
        }
        let template = StartError::template("x").on_a_full_disk(folder, Some(0));
        assert!(matches!(template, StartError::Template(_)));
    }
}
