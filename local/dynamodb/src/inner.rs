//! What the server, the streams and the upkeep share.

use std::time::Duration;

use dynoxide::Database;
use local_kit::Clock;
use tokio::sync::watch;

use crate::readers::Readers;
use crate::server::Server;
use crate::stream_store::StreamStore;

/// What a caller may choose about the upkeep.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Pause between two sweeps of expired items. DynamoDB promises no moment either.
    pub sweep_every: Duration,
    /// How long a stream record stays after every reader has passed it. DynamoDB keeps 24 hours.
    pub retention: Duration,
    /// The time by which items expire.
    pub clock: Clock,
}

impl Default for Settings {
    fn default() -> Self {
        Self { sweep_every: Duration::from_secs(60), retention: Duration::from_secs(24 * 60 * 60), clock: Clock::system() }
    }
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
