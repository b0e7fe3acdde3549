//! The opened database: one handle for the server, the streams and the upkeep.

use std::path::Path;
use std::sync::Arc;

use dynoxide::Database;
use local_kit::OpenError;
use tokio::sync::watch;

use crate::error::{WHAT, from_dynoxide, other};
use crate::inner::{Inner, Settings};
use crate::readers::Readers;
use crate::server::Server;
use crate::stream::StreamReader;
use crate::stream_store::StreamStore;

/// The local DynamoDB. Cheap to clone; the server stops when `shut_down` is called or the last clone is dropped.
#[derive(Clone)]
pub struct DynamoDb {
    pub(crate) inner: Arc<Inner>,
}

impl DynamoDb {
    /// Opens or creates `path` and starts serving it on a free loopback port. `region` appears in stream records.
    ///
    /// Blocks on the disk for some milliseconds. Must be called inside a Tokio runtime.
    ///
    /// # Errors
    /// A damaged file, missing permission, a file in use, or no port: one sentence each.
    pub fn open(path: &Path, region: &str, settings: Settings) -> Result<Self, OpenError> {
        local_kit::touch(path, WHAT)?;
        let name = path.to_str().ok_or_else(|| other(path, "its name is not UTF-8"))?;
        let database = Database::new(name).map_err(|error| from_dynoxide(path, error))?;
        let streams = StreamStore::open(path)?;
        let client = reqwest::Client::builder().no_proxy().build().map_err(|error| other(path, error))?;
        let server = Server::start(database.clone()).map_err(|error| other(path, error))?;
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
