//! The scheduler itself: what the API and the runner share.

use std::path::Path;
use std::pin::Pin;
use std::sync::Arc;

use jiff::Timestamp;
use local_kit::{Clock, Database, OpenError};
use tokio::sync::Notify;

use crate::rows::SCHEMA;

/// A boxed future that may move between threads.
pub type BoxFuture<T> = Pin<Box<dyn Future<Output = T> + Send>>;

/// Sends a message; the error is why that failed, and leads to a retry.
pub type Invoke = Arc<dyn Fn(Target) -> BoxFuture<Result<(), String>> + Send + Sync>;

/// A message that is due.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    /// The queue.
    pub arn: String,
    /// The message.
    pub input: String,
}

/// What a scheduler needs from its surroundings.
#[derive(Clone)]
pub struct Options {
    /// As in `eu-central-1`, for ARNs.
    pub region: String,
    /// Twelve digits, for ARNs.
    pub account: String,
    pub invoke: Invoke,
    pub clock: Clock,
}

/// EventBridge Scheduler on one SQLite file. Clones share the file; exactly one of them runs.
#[derive(Clone)]
pub struct Scheduler {
    pub(crate) database: Database,
    pub(crate) options: Options,
    /// Wakes the runner when something may be due earlier than it thinks.
    pub(crate) changes: Arc<Notify>,
}

impl Scheduler {
    /// Opens or creates the data file. Blocks for the moment that takes: call it while starting.
    ///
    /// # Errors
    /// A file that cannot be opened or written, is damaged, or comes from a newer version.
    pub fn open(file: impl AsRef<Path>, options: Options) -> Result<Self, OpenError> {
        Ok(Self { database: Database::open(file.as_ref(), &SCHEMA)?, options, changes: Arc::new(Notify::new()) })
    }

    /// Wakes the runner, which has counted on time going on as it did. Every schedule keeps the moment at which it is due: what a clock
    /// that was set forward has passed fires once, and what is ahead of a clock that was set back waits until it comes there.
    pub fn clock_was_set(&self) {
        self.changes.notify_one();
    }

    /// The present time in whole milliseconds, as the data file keeps it.
    pub(crate) fn now(&self) -> Timestamp {
        let now = self.options.clock.now();
        Timestamp::from_millisecond(now.as_millisecond()).unwrap_or(now)
    }
}
