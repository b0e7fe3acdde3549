//! The data folder.
//!
//! ```text
//! .trellis/
//!   lock            held while a stack runs on the folder
//!   secrets.json    generated secrets, readable by the owner only
//!   dynamodb.db     tables and streams
//!   sqs.db          queues
//!   s3/             buckets and objects
//!   cognito.db      user pools
//!   scheduler.db    schedules
//!   mailbox.db      every mail that was sent
//!   api-keys.db     API keys and the usage plans they belong to
//!   mappings.db     how far stream mappings have come
//!   demo            the demo workspaces are complete
//! ```

use std::fs::DirBuilder;
use std::io::ErrorKind;
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};

use local_kit::FolderLock;

use crate::start_error::StartError;

/// The file that says that the demo workspaces are complete, and so everything else is there as well.
pub(crate) const DEMO: &str = "demo";
/// Without these, what the others say of people, messages and courses leads nowhere. Letters and the place in a stream can be lost.
const TOGETHER: [&str; 6] = ["secrets.json", "dynamodb.db", "sqs.db", "s3", "cognito.db", "api-keys.db"];

/// An open data folder. It is locked until this is dropped, also by kill -9.
pub(crate) struct Folder {
    path: PathBuf,
    _lock: FolderLock,
}

impl Folder {
    /// Makes the folder if it is missing (for its owner only: mails and keys are in it) and locks it.
    pub(crate) fn open(path: &Path) -> Result<Self, StartError> {
        let failed = |error: std::io::Error| match error.kind() {
            ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => StartError::FolderPermission { folder: path.to_owned() },
            ErrorKind::AlreadyExists | ErrorKind::NotADirectory => {
                StartError::Folder { folder: path.to_owned(), reason: "it is not a folder".to_owned() }
            }
            _ => StartError::Folder { folder: path.to_owned(), reason: error.to_string() },
        };
        DirBuilder::new().recursive(true).mode(0o700).create(path).map_err(failed)?;
        match FolderLock::take(path).map_err(failed)? {
            Some(lock) => Ok(Self { path: path.to_owned(), _lock: lock }),
            None => Err(StartError::FolderInUse { folder: path.to_owned() }),
        }
    }

    /// Whether all is there that belongs together: parts that were moved away are not silently begun anew.
    pub(crate) fn check(&self) -> Result<(), StartError> {
        let missing = TOGETHER.into_iter().find(|name| !self.file(name).exists());
        match missing.filter(|_| self.file(DEMO).exists()) {
            Some(missing) => Err(StartError::Incomplete { folder: self.path.clone(), missing }),
            None => Ok(()),
        }
    }

    pub(crate) fn file(&self, name: &str) -> PathBuf {
        self.path.join(name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_stacks_never_share_a_folder() {
        let parent = tempfile::tempdir().unwrap();
        let path = parent.path().join("deep/data");
        let first = Folder::open(&path).unwrap();
        let second = Folder::open(&path).err().unwrap();
        assert!(matches!(second, StartError::FolderInUse { .. }), "{second}");
        drop(first);
        Folder::open(&path).unwrap();
    }

    #[test]
    fn a_folder_that_has_lost_a_part_is_not_begun_anew_in_part() {
        let parent = tempfile::tempdir().unwrap();
        let folder = Folder::open(parent.path()).unwrap();
        folder.check().unwrap();
        for name in TOGETHER.into_iter().chain([DEMO]) {
            std::fs::write(folder.file(name), "").unwrap();
        }
        folder.check().unwrap();
        std::fs::remove_file(folder.file("cognito.db")).unwrap();
        let error = folder.check().unwrap_err().to_string();
        assert!(error.contains("cognito.db is missing") && error.contains("move the whole folder away"), "{error}");
    }

    #[test]
    fn a_file_in_its_place_is_a_sentence() {
        let parent = tempfile::tempdir().unwrap();
        let path = parent.path().join("data");
        std::fs::write(&path, "").unwrap();
        let error = Folder::open(&path).err().unwrap();
        assert!(error.to_string().ends_with("data cannot be used: it is not a folder."), "{error}");
    }
}
