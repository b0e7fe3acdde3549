//! The one clock of a local stack.
//!
//! It tells the date and time of the world that the stack plays. Durations (timeouts, long polls, pauses) are no matter of it: they
//! are measured with `Instant`, which nobody sets.

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use jiff::{SignedDuration, Timestamp};

/// Further from the machine's own time a date is taken for a mistake.
const FURTHEST: SignedDuration = SignedDuration::from_hours(10 * 366 * 24);

/// The machine's own time: for whatever is compared with a time that was not ours to give, by an SDK, a token of somebody else or a
/// database that reads the machine's clock itself.
#[must_use]
#[expect(clippy::disallowed_methods, reason = "the only place that asks the machine")]
pub fn machine_time() -> Timestamp {
    Timestamp::now()
}

/// Why a clock was not set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{0} is more than ten years from this machine's own time")]
pub struct Refused(Timestamp);

/// Tells the time. Clones are one clock: whoever sets one of them sets all.
#[derive(Clone)]
pub struct Clock(Arc<Inner>);

struct Inner {
    source: Box<dyn Fn() -> Timestamp + Send + Sync>,
    /// What is added to the source.
    offset: Mutex<SignedDuration>,
}

impl Clock {
    /// A clock that goes with the machine's.
    #[must_use]
    pub fn system() -> Self {
        Self::following(machine_time)
    }

    /// A clock that stands still until it is set or advanced.
    #[must_use]
    pub fn standing(at: Timestamp) -> Self {
        Self::following(move || at)
    }

    /// A clock that goes with another one.
    pub fn following(source: impl Fn() -> Timestamp + Send + Sync + 'static) -> Self {
        Self(Arc::new(Inner { source: Box::new(source), offset: Mutex::default() }))
    }

    #[must_use]
    pub fn now(&self) -> Timestamp {
        let offset = *self.lock();
        shifted((self.0.source)(), offset)
    }

    /// How far it is before (or, negative, behind) the clock that it goes with.
    #[must_use]
    pub fn offset(&self) -> SignedDuration {
        *self.lock()
    }

    /// From now on it is `now`, and time passes as before.
    ///
    /// # Errors
    /// A time that nobody can have meant; the clock is not set then.
    pub fn set(&self, now: Timestamp) -> Result<(), Refused> {
        let offset = now.duration_since((self.0.source)());
        if offset.abs() > FURTHEST {
            return Err(Refused(now));
        }
        *self.lock() = offset;
        Ok(())
    }

    /// It goes with its source again, to the nanosecond.
    pub fn reset(&self) {
        *self.lock() = SignedDuration::ZERO;
    }

    /// Lets time pass at once.
    pub fn advance(&self, by: SignedDuration) {
        let mut offset = self.lock();
        *offset = offset.saturating_add(by);
    }

    fn lock(&self) -> MutexGuard<'_, SignedDuration> {
        self.0.offset.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A sum beyond what a timestamp can say is its end.
fn shifted(time: Timestamp, by: SignedDuration) -> Timestamp {
    time.checked_add(by).unwrap_or(if by.is_negative() { Timestamp::MIN } else { Timestamp::MAX })
}

impl fmt::Debug for Clock {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_tuple("Clock").field(&self.now()).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn time(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn a_standing_clock_moves_when_it_is_told_to() {
        let clock = Clock::standing(time("2026-11-21T10:00:00Z"));
        let other = clock.clone();
        assert_eq!(clock.now(), clock.now());
        clock.advance(SignedDuration::from_secs(90));
        assert_eq!(other.now(), time("2026-11-21T10:01:30Z"), "clones are one clock");
        other.advance(SignedDuration::from_secs(-30));
        assert_eq!(clock.now(), time("2026-11-21T10:01:00Z"));
        clock.set(time("2026-07-01T08:00:00Z")).unwrap();
        assert_eq!(other.now(), time("2026-07-01T08:00:00Z"));
        other.reset();
        assert_eq!(clock.now(), time("2026-11-21T10:00:00Z"));
    }

    #[test]
    fn a_clock_that_was_set_goes_on() {
        let source = Clock::standing(time("2026-11-21T10:00:00Z"));
        let followed = source.clone();
        let clock = Clock::following(move || followed.now());
        clock.set(time("2026-07-20T09:00:00Z")).unwrap();
        source.advance(SignedDuration::from_secs(5));
        assert_eq!(clock.now(), time("2026-07-20T09:00:05Z"));
        assert_eq!(clock.offset(), time("2026-07-20T09:00:00Z").duration_since(time("2026-11-21T10:00:00Z")));
        assert_eq!(source.now(), time("2026-11-21T10:00:05Z"), "the other one is as it was");
    }

    #[test]
    fn what_nobody_can_have_meant_is_refused_and_changes_nothing() {
        let clock = Clock::standing(time("2026-11-21T10:00:00Z"));
        for nonsense in
            ["0001-01-01T00:00:00Z", "1970-01-01T00:00:00Z", "2016-11-01T00:00:00Z", "2037-01-01T00:00:00Z", "9999-01-01T00:00:00Z"]
        {
            assert!(clock.set(time(nonsense)).is_err(), "{nonsense}");
        }
        assert_eq!(clock.now(), time("2026-11-21T10:00:00Z"));
        clock.set(time("2017-01-01T00:00:00Z")).unwrap();
        clock.set(time("2036-01-01T00:00:00Z")).unwrap();
    }

    #[test]
    fn time_ends_where_it_cannot_be_told() {
        let clock = Clock::standing(Timestamp::UNIX_EPOCH);
        clock.advance(SignedDuration::MAX);
        assert_eq!(clock.now(), Timestamp::MAX);
        let clock = Clock::standing(Timestamp::UNIX_EPOCH);
        clock.advance(SignedDuration::MIN);
        assert_eq!(clock.now(), Timestamp::MIN);
    }
}
