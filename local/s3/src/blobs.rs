//! The folder of blobs: files with random names that are written once and never changed.

use std::collections::HashSet;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use local_kit::Interrupted;
use uuid::Uuid;

use crate::error::Error;

/// The folder. Names are random, so no bucket or key ever becomes part of a path.
#[derive(Clone)]
pub(crate) struct Blobs {
    folder: Arc<Path>,
}

/// A blob that no row names yet: dropping it removes its file.
pub(crate) struct PendingBlob {
    id: String,
    path: PathBuf,
    kept: bool,
}

impl Blobs {
    /// Uses `folder`, and creates it when there is none.
    pub(crate) fn open(folder: PathBuf) -> io::Result<Self> {
        fs::create_dir_all(&folder)?;
        Ok(Self { folder: folder.into() })
    }

    /// Creates an empty blob and opens it for writing.
    pub(crate) async fn create(&self) -> Result<(PendingBlob, File), Error> {
        let blobs = self.clone();
        let created = tokio::task::spawn_blocking(move || blobs.create_now()).await;
        Ok(created.map_err(|_| Interrupted)??)
    }

    /// [`Self::create`] for a thread that may block.
    pub(crate) fn create_now(&self) -> io::Result<(PendingBlob, File)> {
        let id = Uuid::new_v4().simple().to_string();
        let path = self.folder.join(&id);
        let file = File::create_new(&path)?;
        let kept = false;
        Ok((PendingBlob { id, path, kept }, file))
    }

    /// Opens a blob for reading.
    pub(crate) fn read(&self, id: &str) -> io::Result<File> {
        File::open(self.path(id))
    }

    /// The file of a blob.
    pub(crate) fn path(&self, id: &str) -> PathBuf {
        self.folder.join(id)
    }

    /// Removes a blob that no row names any more. One that stays is removed by the next [`Self::remove_orphans`].
    pub(crate) fn remove(&self, id: &str) {
        if let Err(error) = fs::remove_file(self.folder.join(id)) {
            tracing::warn!(id, %error, "a released blob stays until the next start");
        }
    }

    /// Makes the names of new blobs durable.
    pub(crate) fn sync(&self) -> io::Result<()> {
        File::open(&self.folder)?.sync_all()
    }

    /// The ids of all blobs in the folder; files that are no blobs are left out.
    pub(crate) fn ids(&self) -> io::Result<HashSet<String>> {
        let mut ids = HashSet::new();
        for entry in fs::read_dir(&self.folder)? {
            let name = entry?.file_name();
            if let Some(id) = name.to_str().filter(|name| Uuid::try_parse(name).is_ok()) {
                ids.insert(id.to_owned());
            }
        }
        Ok(ids)
    }

    /// Removes the blobs of uploads that never finished: those that are not among `live`.
    pub(crate) fn remove_orphans(&self, live: &HashSet<String>) -> io::Result<()> {
        for id in self.ids()?.difference(live) {
            fs::remove_file(self.folder.join(id))?;
        }
        Ok(())
    }
}

impl PendingBlob {
    /// The name that a row refers to the blob by.
    pub(crate) fn id(&self) -> &str {
        &self.id
    }

    /// Leaves the file in place from now on.
    pub(crate) fn keep(mut self) {
        self.kept = true;
    }
}

impl Drop for PendingBlob {
    fn drop(&mut self) {
        if !self.kept {
            // A file that cannot be removed is an orphan, and the next start removes those.
            let _ = fs::remove_file(&self.path);
        }
    }
}
