//! The one way to keep a second process out of a folder.

use std::fs::{File, OpenOptions, TryLockError};
use std::io;
use std::path::Path;

/// An exclusive hold on a folder, until this is dropped or its process ends, also by kill -9.
pub struct FolderLock {
    file: File,
}

impl FolderLock {
    /// Locks the existing `folder` by the file `lock` in it; `None` if somebody else holds it.
    ///
    /// # Errors
    /// The file cannot be made, or this filesystem locks nothing.
    pub fn take(folder: &Path) -> io::Result<Option<Self>> {
        let file = OpenOptions::new().write(true).create(true).truncate(false).open(folder.join("lock"))?;
        match file.try_lock() {
            Ok(()) => Ok(Some(Self { file })),
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(error)) => Err(error),
        }
    }
}

impl Drop for FolderLock {
    /// Closing the file is not enough: a process that another thread starts right now holds a copy of it until its `exec`.
    fn drop(&mut self) {
        if let Err(error) = self.file.unlock() {
            tracing::warn!(%error, "the lock of a folder could not be taken off");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_copy_of_the_file_that_outlives_the_lock_holds_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let first = FolderLock::take(folder.path()).unwrap().unwrap();
        assert!(FolderLock::take(folder.path()).unwrap().is_none());
        let inherited = first.file.try_clone().unwrap();
        drop(first);
        assert!(FolderLock::take(folder.path()).unwrap().is_some());
        drop(inherited);
    }
}
