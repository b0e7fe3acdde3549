//! Reading one table's stream in order, and sleeping until there is more.

use std::sync::Arc;

use tokio::sync::watch;

use crate::error::StreamError;
use crate::inner::Inner;
use crate::record::{Position, StreamRecord};

/// Reads the stream of one table. Records that it has not passed are never pruned.
pub struct StreamReader {
    inner: Arc<Inner>,
    id: u64,
    table: String,
    source_arn: String,
    writes: watch::Receiver<u64>,
}

impl StreamReader {
    pub(crate) fn new(inner: &Arc<Inner>, table: &str, source_arn: &str) -> Self {
        Self {
            id: inner.readers.register(table),
            writes: inner.writes.subscribe(),
            inner: Arc::clone(inner),
            table: table.to_owned(),
            source_arn: source_arn.to_owned(),
        }
    }

    /// At most `limit` records after `after`, oldest first. Empty when there are none yet: then `wait`.
    ///
    /// # Errors
    /// The storage's own words; trying again is safe.
    pub async fn read(&mut self, after: Position, limit: usize) -> Result<Vec<StreamRecord>, StreamError> {
        // Marked before reading, so that a write during the read ends the next `wait` at once.
        self.writes.borrow_and_update();
        let (inner, table, arn) = (Arc::clone(&self.inner), self.table.clone(), self.source_arn.clone());
        let reading = tokio::task::spawn_blocking(move || {
            let rows = inner.streams.read(&table, after, limit).map_err(|error| error.to_string())?;
            rows.into_iter().map(|row| row.into_record(&inner.region, &arn).map_err(|error| error.to_string())).collect()
        });
        self.outcome(reading.await)
    }

    /// The place of the newest record, where LATEST begins.
    ///
    /// # Errors
    /// The storage's own words.
    pub async fn newest(&self) -> Result<Position, StreamError> {
        let (inner, table) = (Arc::clone(&self.inner), self.table.clone());
        let reading = tokio::task::spawn_blocking(move || inner.streams.newest(&table).map_err(|error| error.to_string()));
        self.outcome(reading.await)
    }

    /// Returns when something was written since the last `read`, to whatever table.
    pub async fn wait(&mut self) {
        if self.writes.changed().await.is_err() {
            // `Inner` holds the sender and this reader holds `Inner`, so the sender cannot be gone.
            std::future::pending::<()>().await;
        }
    }

    /// Everything up to `position` is handled; it may be pruned once it is old.
    pub fn passed(&self, position: Position) {
        self.inner.readers.pass(self.id, position);
    }

    fn outcome<T>(&self, joined: Result<Result<T, String>, tokio::task::JoinError>) -> Result<T, StreamError> {
        joined
            .map_err(|error| error.to_string())
            .and_then(|result| result)
            .map_err(|reason| StreamError::Storage { table: self.table.clone(), reason })
    }
}

impl Drop for StreamReader {
    fn drop(&mut self) {
        self.inner.readers.forget(self.id);
    }
}
