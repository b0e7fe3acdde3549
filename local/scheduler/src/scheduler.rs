//! The scheduler itself: what the API, the template and the runner share.

use std::path::Path;
use std::pin::Pin;
use std::sync::Arc;

use jiff::Timestamp;
use tokio::sync::Notify;

use crate::database::{Database, OpenError};
use crate::target::{Place, Target};

/// A boxed future that may move between threads.
pub type BoxFuture<T> = Pin<Box<dyn Future<Output = T> + Send>>;

/// Invokes a target; the error is why it failed, and leads to a retry.
pub type Invoke = Arc<dyn Fn(Target) -> BoxFuture<Result<(), String>> + Send + Sync>;

/// Tells the present time; a test may tell another.
pub type Clock = Arc<dyn Fn() -> Timestamp + Send + Sync>;

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
    pub(crate) place: Place,
    pub(crate) invoke: Invoke,
    clock: Clock,
    /// Wakes the runner when something may be due earlier than it thinks.
    pub(crate) changes: Arc<Notify>,
}

impl Scheduler {
    /// Opens or creates the data file. Blocks for the moment that takes: call it while starting.
    ///
    /// # Errors
    /// A file that cannot be opened or written, is damaged, or comes from a newer version.
    pub fn open(file: impl AsRef<Path>, options: Options) -> Result<Self, OpenError> {
        Ok(Self {
            database: Database::open(file.as_ref())?,
            place: Place { region: options.region, account: options.account },
            invoke: options.invoke,
            clock: options.clock,
            changes: Arc::new(Notify::new()),
        })
    }

    /// The present time in whole milliseconds, as the data file keeps it.
    pub(crate) fn now(&self) -> Timestamp {
        let now = (self.clock)();
        Timestamp::from_millisecond(now.as_millisecond()).unwrap_or(now)
    }
}
