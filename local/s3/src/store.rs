//! The open store: database, blobs, and the bell that rings for new notices.

use std::collections::HashSet;
use std::fs;
use std::path::Path;
use std::sync::Arc;

use local_kit::{Database, FolderLock};
use rusqlite::Connection;
use tokio::sync::Notify;

use crate::blobs::Blobs;
use crate::change::Change;
use crate::database::SCHEMA;
use crate::error::{Error, OpenError};

/// Everything behind the protocol.
pub(crate) struct Store {
    database: Database,
    pub(crate) blobs: Blobs,
    pub(crate) arrivals: Arc<Notify>,
    /// Held for as long as the store lives: a second process would take uploads under way for orphans.
    _lock: FolderLock,
}

impl Store {
    /// Opens the store in `folder`, creates what is missing and removes the blobs of unfinished uploads.
    pub(crate) fn open(folder: &Path) -> Result<Self, OpenError> {
        let failed = |source| OpenError::Folder { path: folder.to_owned(), source };
        fs::create_dir_all(folder).map_err(failed)?;
        let lock = FolderLock::take(folder).map_err(failed)?.ok_or_else(|| OpenError::InUse { path: folder.to_owned() })?;
        let blobs = Blobs::open(folder.join("blobs")).map_err(failed)?;
        let found = blobs.ids().map_err(failed)?;
        let path = folder.join("s3.db");
        if !found.is_empty() && !path.exists() {
            return Err(OpenError::DatabaseMissing { path: folder.to_owned() });
        }
        let database = Database::open(&path, &SCHEMA)?;
        let live = database.write_blocking(|transaction| live_blobs(transaction));
        let live = live.map_err(|error| local_kit::OpenError::from_sqlite(SCHEMA.what, &path, &error))?;
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
        self.database.write(|transaction| work(transaction)).await
    }

    /// Runs `work` in one transaction. All of it is durable when this returns; after an error nothing has changed.
    pub(crate) async fn change<T, W>(&self, work: W) -> Result<T, Error>
    where
        T: Send + 'static,
        W: FnOnce(&mut Change<'_>) -> Result<T, Error> + Send + 'static,
    {
        let blobs = self.blobs.clone();
        let arrivals = Arc::clone(&self.arrivals);
        let run = self.database.run(move |database| {
            let (outcome, aftermath) = database.write_blocking(|transaction| {
                let mut change = Change::new(transaction);
                let outcome = work(&mut change)?;
                Ok::<_, Error>((outcome, change.finish(&blobs)?))
            })?;
            aftermath.sweep(&blobs);
            if aftermath.announced {
                arrivals.notify_waiters();
            }
            Ok(outcome)
        });
        run.await
    }
}

fn live_blobs(connection: &Connection) -> rusqlite::Result<HashSet<String>> {
    connection.prepare("select blob from object union select blob from part")?.query_map([], |row| row.get(0))?.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::database::FIRST;
    use crate::notices;
    use crate::object::{self, Address};

    #[tokio::test]
    async fn a_folder_of_the_first_version_keeps_its_objects_and_loses_its_unfinished_uploads() {
        let folder = tempfile::tempdir().unwrap();
        let (object, part) = ("0123456789abcdef0123456789abcdef", "fedcba9876543210fedcba9876543210");
        fs::create_dir(folder.path().join("blobs")).unwrap();
        for blob in [object, part] {
            fs::write(folder.path().join("blobs").join(blob), "hello").unwrap();
        }
        let rows = format!(
            r#"insert into bucket values ('b', 0);
            insert into object values ('b', 'a', 5, 'e', '{object}', 0, '{{}}', '[["t","1"]]',
                '{{"algorithm":"Crc32","value":"AAAAAA==-1","composite":true}}');
            insert into upload values ('u', 'b', 'c', '{{}}', '[]', '{{}}');
            insert into part values ('u', 1, 5, 'm', '{part}', 0, '{{}}');
            insert into notification values ('b', '', '');
            insert into notice values (7, 'b', 'a', 5, 'e', 'ObjectCreated:Copy', 0);"#
        );
        let first = Database::open(&folder.path().join("s3.db"), &FIRST).unwrap();
        first.write_blocking(|transaction| transaction.execute_batch(&rows)).unwrap();
        drop(first);

        let store = Store::open(folder.path()).unwrap();
        let address = Address { bucket: "b".to_owned(), key: "a".to_owned() };
        let found = store.read(move |connection| object::require(connection, &address)).await.unwrap();
        assert_eq!((found.blob.as_str(), found.checksum.composite), (object, true));
        let notices = store.read(|connection| notices::oldest(connection, 10)).await.unwrap();
        assert_eq!((notices[0].id, notices[0].key.as_str()), (7, "a"));
        assert_eq!(store.blobs.ids().unwrap(), HashSet::from([object.to_owned()]));
    }
}
