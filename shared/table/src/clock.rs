//! What the time is, for everything that functions do.

use jiff::Timestamp;
use std::{fmt, sync::Arc};

/// Tells the time. On AWS it is the machine's; a platform that runs functions in its own process gives them its own.
#[derive(Clone)]
pub struct Clock(Option<Arc<dyn Fn() -> Timestamp + Send + Sync>>);

impl Clock {
    pub fn new(tells: impl Fn() -> Timestamp + Send + Sync + 'static) -> Self {
        Self(Some(Arc::new(tells)))
    }

    /// The machine's own.
    #[must_use]
    pub const fn machine() -> Self {
        Self(None)
    }

    #[expect(clippy::disallowed_methods, reason = "here functions get their time from")]
    /// The time now.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.0.as_ref().map_or_else(Timestamp::now, |tells| tells())
    }
}

impl fmt::Debug for Clock {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(if self.0.is_some() { "Clock" } else { "Clock::machine()" })
    }
}
