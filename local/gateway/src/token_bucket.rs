//! A token bucket: a rate on average, a burst at once.

use jiff::Timestamp;
use local_template::Throttle;

/// How much of a limit is left.
#[derive(Clone, Copy, Debug)]
pub(crate) struct TokenBucket {
    tokens: f64,
    filled: Timestamp,
}

impl TokenBucket {
    /// A full bucket.
    pub(crate) fn full(throttle: Throttle, now: Timestamp) -> Self {
        Self { tokens: f64::from(throttle.burst), filled: now }
    }

    /// Takes a token, or gives the seconds until there is one (none when there never will be).
    pub(crate) fn take(&mut self, throttle: Throttle, now: Timestamp) -> Result<(), Option<u64>> {
        // A clock that goes back must not empty the bucket.
        let elapsed = now.duration_since(self.filled).as_secs_f64().max(0.0);
        let burst = f64::from(throttle.burst);
        self.tokens = (self.tokens + elapsed * throttle.rate).min(burst);
        self.filled = now;
        if self.tokens >= 1.0 {
            self.tokens -= 1.0;
            return Ok(());
        }
        if throttle.rate <= 0.0 || throttle.burst == 0 {
            return Err(None);
        }
        let seconds = ((1.0 - self.tokens) / throttle.rate).ceil().max(1.0);
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "at least 1; casts saturate")]
        Err(Some(seconds as u64))
    }
}

#[cfg(test)]
mod tests {
    use jiff::SignedDuration;
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_burst_passes_and_then_the_rate() {
        let throttle = Throttle { rate: 0.5, burst: 3 };
        let start = Timestamp::UNIX_EPOCH;
        let mut bucket = TokenBucket::full(throttle, start);
        for _ in 0..3 {
            assert_eq!(bucket.take(throttle, start), Ok(()));
        }
        assert_eq!(bucket.take(throttle, start), Err(Some(2)));
        assert_eq!(bucket.take(throttle, start + SignedDuration::from_millis(1500)), Err(Some(1)));
        assert_eq!(bucket.take(throttle, start + SignedDuration::from_secs(2)), Ok(()));
        assert_eq!(bucket.take(throttle, start), Err(Some(2)));
    }

    #[test]
    fn a_limit_of_zero_lets_nothing_pass() {
        let start = Timestamp::UNIX_EPOCH;
        for throttle in [Throttle { rate: 0.0, burst: 0 }, Throttle { rate: 5.0, burst: 0 }] {
            let mut bucket = TokenBucket::full(throttle, start);
            assert_eq!(bucket.take(throttle, start + SignedDuration::from_hours(1)), Err(None));
        }
    }

    proptest! {
        #[test]
        fn no_more_pass_than_burst_and_rate_allow(
            rate in 0.1_f64..50.0, burst in 1_u32..20, steps in prop::collection::vec(0_i64..500, 1..200),
        ) {
            let throttle = Throttle { rate, burst };
            let mut now = Timestamp::UNIX_EPOCH;
            let mut bucket = TokenBucket::full(throttle, now);
            let mut passed = 0.0;
            for milliseconds in steps {
                now += SignedDuration::from_millis(milliseconds);
                if bucket.take(throttle, now).is_ok() {
                    passed += 1.0;
                }
            }
            let elapsed = now.duration_since(Timestamp::UNIX_EPOCH).as_secs_f64();
            prop_assert!(passed <= f64::from(burst) + rate * elapsed + 1e-6);
        }
    }
}
