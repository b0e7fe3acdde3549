//! The open store: database, blobs, and the bell that rings for new notices.

use std::collections::HashSet;
use std::fs::{self, File, TryLockError};
use std::path::Path;
use std::sync::Arc;

use rusqlite::Connection;
use tokio::sync::Notify;

use crate::blobs::Blobs;
use crate::change::Change;
use crate::database::Database;
use crate::error::{Error, OpenError};

/// Everything behind the protocol.
pub(crate) struct Store {
    database: Database,
    pub(crate) blobs: Blobs,
    pub(crate) arrivals: Arc<Notify>,
    /// Held for as long as the store lives: a second process would take uploads under way for orphans.
    _lock: File,
}

impl Store {
    /// Opens the store in `folder`, creates what is missing and removes the blobs of unfinished uploads.
    pub(crate) fn open(folder: &Path) -> Result<Self, OpenError> {
        let failed = |source| OpenError::Folder { path: folder.to_owned(), source };
        fs::create_dir_all(folder).map_err(failed)?;
        let lock = lock(folder)?;
        let blobs = Blobs::open(folder.join("blobs")).map_err(failed)?;
        let found = blobs.ids().map_err(failed)?;
        let path = folder.join("s3.db");
        if !found.is_empty() && !path.exists() {
            return Err(OpenError::DatabaseMissing { path: folder.to_owned() });
        }
        let database = Database::open(&path)?;
        let live = live_blobs(&database.lock()).map_err(|source| OpenError::Database { path, source })?;
        for lost in live.difference(&found) {
            tracing::error!(blob = lost, "the bytes of an object are missing");
        }
        blobs.remove_orphans(&live).map_err(failed)?;
        Ok(Self { database, blobs, arrivals: Arc::new(Notify::new()), _lock: lock })
    }

    /// Runs `work` on the database without changing it.
    pub(crate) async fn read<T, W>(&self, work: W) -> Result<T, Error>
    where
        T: Send + 'static,
        W: FnOnce(&Connection) -> Result<T, Error> + Send + 'static,
    {
        self.database.run(|connection| work(connection)).await
    }

    /// Runs `work` in one transaction. All of it is durable when this returns; after an error nothing has changed.
    pub(crate) async fn change<T, W>(&self, work: W) -> Result<T, Error>
    where
        T: Send + 'static,
        W: FnOnce(&mut Change<'_>) -> Result<T, Error> + Send + 'static,
    {
        let blobs = self.blobs.clone();
        let arrivals = Arc::clone(&self.arrivals);
        let run = self.database.run(move |connection| {
            let mut change = Change::begin(connection)?;
            let outcome = work(&mut change)?;
            if change.finish(&blobs)? {
                arrivals.notify_waiters();
            }
            Ok(outcome)
        });
        run.await
    }
}

fn lock(folder: &Path) -> Result<File, OpenError> {
    let path = folder.to_owned();
    let file = match File::create(folder.join("lock")) {
        Ok(file) => file,
        Err(source) => return Err(OpenError::Folder { path, source }),
    };
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(OpenError::InUse { path }),
        Err(TryLockError::Error(source)) => Err(OpenError::Folder { path, source }),
    }
}

fn live_blobs(connection: &Connection) -> rusqlite::Result<HashSet<String>> {
    connection.prepare("select blob from object union select blob from part")?.query_map([], |row| row.get(0))?.collect()
}
