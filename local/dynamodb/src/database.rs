//! The opened database: one handle for the server, the streams and the upkeep.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use dynoxide::Database;
use tokio::sync::watch;

use crate::error::OpenError;
use crate::server::Server;
use crate::stream::{Readers, StreamReader};
use crate::stream_store::StreamStore;

/// What a caller may choose about the upkeep.
#[derive(Debug, Clone, Copy)]
pub struct Settings {
    /// Pause between two sweeps of expired items. DynamoDB promises no moment either.
    pub sweep_every: Duration,
    /// How long a stream record stays after every reader has passed it. DynamoDB keeps 24 hours.
    pub retention: Duration,
}

impl Default for Settings {
    fn default() -> Self {
        Self { sweep_every: Duration::from_secs(60), retention: Duration::from_secs(24 * 60 * 60) }
    }
}

/// The local DynamoDB. Cheap to clone; the server stops when `shut_down` is called or the last clone is dropped.
#[derive(Clone)]
pub struct DynamoDb {
    pub(crate) inner: Arc<Inner>,
}

pub(crate) struct Inner {
    pub(crate) database: Database,
    pub(crate) streams: StreamStore,
    pub(crate) readers: Readers,
    /// Counts writes; its receivers are the sleeping stream readers.
    pub(crate) writes: watch::Sender<u64>,
    pub(crate) settings: Settings,
    pub(crate) region: String,
    pub(crate) client: reqwest::Client,
    pub(crate) server: Server,
}

impl Inner {
    pub(crate) fn wake_readers(&self) {
        self.writes.send_modify(|count| *count = count.wrapping_add(1));
    }
}

impl DynamoDb {
    /// Opens or creates `path` and starts serving it on a free loopback port. `region` appears in stream records.
    ///
    /// Blocks on the disk for some milliseconds. Must be called inside a Tokio runtime.
    ///
    /// # Errors
    /// A damaged file, missing permission, a file in use, or no port: one sentence each.
    pub fn open(path: &Path, region: &str, settings: Settings) -> Result<Self, OpenError> {
        check_access(path)?;
        let name = path.to_str().ok_or_else(|| OpenError::other(path, "its name is not UTF-8"))?;
        let database = Database::new(name).map_err(|error| OpenError::from_dynoxide(path, error))?;
        let streams = StreamStore::open(path).map_err(|error| OpenError::from_sqlite(path, &error))?;
        let client = reqwest::Client::builder().no_proxy().build().map_err(|error| OpenError::other(path, error))?;
        let server = Server::start(database.clone()).map_err(|error| OpenError::from_io(path, &error))?;
        let inner = Arc::new(Inner {
            database,
            streams,
            readers: Readers::default(),
            writes: watch::Sender::new(0),
            settings,
            region: region.to_owned(),
            client,
            server,
        });
        crate::maintenance::start(&inner);
        Ok(Self { inner })
    }

    /// A reader of the stream of `table`; `source_arn` is what its records name as `eventSourceARN`.
    pub fn stream(&self, table: &str, source_arn: &str) -> StreamReader {
        StreamReader::new(&self.inner, table, source_arn)
    }

    /// Deletes the expired items now instead of at the next sweep; returns how many.
    ///
    /// # Errors
    /// The storage's own words.
    pub async fn sweep_expired(&self) -> Result<usize, String> {
        crate::maintenance::sweep(&self.inner).await
    }

    /// Finishes the running requests and closes the file.
    pub async fn shut_down(self) {
        let inner = self.inner;
        let stopping = tokio::task::spawn_blocking(move || inner.server.stop());
        if let Err(error) = stopping.await {
            tracing::warn!(%error, "the local DynamoDB did not stop cleanly");
        }
    }
}

/// SQLite answers "unable to open" for many causes and creates nothing helpful; the operating system knows the cause.
fn check_access(path: &Path) -> Result<(), OpenError> {
    let existed = path.exists();
    let file: PathBuf = path.to_owned();
    std::fs::OpenOptions::new()
        .read(true)
        .write(true)
        .create(true)
        .truncate(false)
        .open(&file)
        .map_err(|error| OpenError::from_io(path, &error))?;
    if !existed {
        return Ok(());
    }
    // WAL mode writes beside the file, so the folder has to be writable too.
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let probe = folder.join(".dynamodb-write-check");
    std::fs::write(&probe, b"").map_err(|error| OpenError::from_io(path, &error))?;
    std::fs::remove_file(&probe).map_err(|error| OpenError::from_io(path, &error))
}
