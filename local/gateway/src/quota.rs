//! How much of a quota is used in its current period.

use jiff::civil::Weekday;
use jiff::tz::TimeZone;
use jiff::{Span, Timestamp};
use local_template::{Quota, QuotaPeriod};

/// The count of one period.
#[derive(Clone, Copy, Debug)]
pub(crate) struct QuotaCount {
    ends: Timestamp,
    used: u64,
}

impl QuotaCount {
    /// A count that has ended, so that the first use begins a new one.
    pub(crate) fn ended() -> Self {
        Self { ends: Timestamp::MIN, used: 0 }
    }

    /// Counts a request, or gives the seconds until the next period.
    pub(crate) fn take(&mut self, quota: Quota, now: Timestamp) -> Result<(), Option<u64>> {
        if now >= self.ends {
            *self = Self { ends: period_end(quota.period, now).unwrap_or(Timestamp::MAX), used: 0 };
        }
        if self.used < quota.limit {
            self.used += 1;
            return Ok(());
        }
        let seconds = self.ends.duration_since(now).as_secs().max(1);
        Err(u64::try_from(seconds).ok())
    }
}

/// The first instant of the next period, in UTC; none at the end of time.
fn period_end(period: QuotaPeriod, now: Timestamp) -> Option<Timestamp> {
    let today = now.to_zoned(TimeZone::UTC).date();
    let next = match period {
        QuotaPeriod::Day => today.tomorrow(),
        QuotaPeriod::Week => today.nth_weekday(1, Weekday::Sunday),
        QuotaPeriod::Month => today.first_of_month().checked_add(Span::new().months(1)),
    };
    next.ok()?.to_zoned(TimeZone::UTC).ok().map(|zoned| zoned.timestamp())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn periods_end_at_midnight_on_sunday_and_on_the_first() {
        let ends = |period, now: &str| period_end(period, now.parse().unwrap()).unwrap().to_string();
        assert_eq!(ends(QuotaPeriod::Day, "2026-12-31T23:59:59Z"), "2027-01-01T00:00:00Z");
        assert_eq!(ends(QuotaPeriod::Week, "2026-11-21T10:00:00Z"), "2026-11-22T00:00:00Z");
        assert_eq!(ends(QuotaPeriod::Week, "2026-11-22T00:00:00Z"), "2026-11-29T00:00:00Z");
        assert_eq!(ends(QuotaPeriod::Month, "2026-12-05T10:00:00Z"), "2027-01-01T00:00:00Z");
    }

    #[test]
    fn counting_begins_anew_with_the_period() {
        let quota = Quota { limit: 2, period: QuotaPeriod::Day };
        let mut count = QuotaCount::ended();
        let late: Timestamp = "2026-11-21T23:59:00Z".parse().unwrap();
        assert_eq!(count.take(quota, late), Ok(()));
        assert_eq!(count.take(quota, late), Ok(()));
        assert_eq!(count.take(quota, late), Err(Some(60)));
        assert_eq!(count.take(quota, "2026-11-22T00:00:00Z".parse().unwrap()), Ok(()));
        let none = Quota { limit: 0, period: QuotaPeriod::Day };
        assert_eq!(QuotaCount::ended().take(none, late), Err(Some(60)));
    }
}
