//! The upkeep that DynamoDB does by itself: expired items go, old stream records go.

use std::sync::{Arc, Weak};
use std::time::{Duration, Instant};

use crate::inner::Inner;

/// A sweep reads whole tables, so after a long one the next waits at least this many times as long.
const REST_AFTER_SWEEP: u32 = 20;

/// Runs until the database is dropped.
pub(crate) fn start(inner: &Arc<Inner>) {
    let pause = inner.settings.sweep_every;
    let inner = Arc::downgrade(inner);
    tokio::spawn(async move {
        let mut rest = pause;
        loop {
            tokio::time::sleep(rest).await;
            match round(&inner).await {
                Some(took) => rest = pause.max(took * REST_AFTER_SWEEP),
                None => return,
            }
        }
    });
}

/// One sweep and one pruning. `None` when the database is gone.
async fn round(inner: &Weak<Inner>) -> Option<Duration> {
    let inner = inner.upgrade()?;
    let started = Instant::now();
    match sweep(&inner).await {
        Ok(0) => {}
        Ok(deleted) => tracing::debug!(deleted, "expired items deleted"),
        Err(reason) => tracing::warn!(reason, "expired items could not be deleted"),
    }
    let took = started.elapsed();
    prune(inner).await;
    Some(took)
}

/// dynoxide asks the machine what the time is. While the stack's clock is behind, items would go before their time: they stay, and
/// the next sweep after that finds them. DynamoDB promises no more.
pub(crate) async fn sweep(inner: &Arc<Inner>) -> Result<usize, String> {
    if inner.settings.clock.offset().is_negative() {
        return Ok(0);
    }
    let database = inner.database.clone();
    let deleted = tokio::task::spawn_blocking(move || database.sweep_ttl())
        .await
        .map_err(|error| error.to_string())?
        .map_err(|error| error.to_string())?;
    if deleted > 0 {
        inner.wake_readers();
    }
    Ok(deleted)
}

async fn prune(inner: Arc<Inner>) {
    let pruning =
        tokio::task::spawn_blocking(move || inner.streams.prune(inner.settings.retention, |table| inner.readers.read_through(table)));
    match pruning.await {
        Ok(Ok(0)) => {}
        Ok(Ok(deleted)) => tracing::debug!(deleted, "old stream records deleted"),
        Ok(Err(error)) => tracing::warn!(%error, "old stream records could not be deleted"),
        Err(error) => tracing::warn!(%error, "old stream records could not be deleted"),
    }
}
