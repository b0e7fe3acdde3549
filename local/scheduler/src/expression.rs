//! When a schedule is due: `at(…)`, `rate(…)` and `cron(…)` in a time zone.

mod cron;
#[cfg(test)]
mod properties;
#[cfg(test)]
mod refusals;
#[cfg(test)]
mod tests;

use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use self::cron::AwsCron;

/// A schedule expression of EventBridge Scheduler together with its time zone.
///
/// Source of the rules: EventBridge Scheduler user guide, "Schedule types".
#[derive(Debug, Clone)]
pub struct Expression {
    rule: Rule,
    zone: TimeZone,
}

#[derive(Debug, Clone)]
enum Rule {
    At(DateTime),
    Rate(SignedDuration),
    Cron(Box<AwsCron>),
}

/// Why a schedule expression was refused; each is one sentence for the caller.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ExpressionError {
    #[error(
        "The schedule expression `{0}` is none of at(yyyy-mm-ddThh:mm:ss), rate(value unit) and cron(minutes hours day-of-month month day-of-week year)."
    )]
    UnknownForm(String),
    #[error("The time zone `{0}` is not in the time zone database.")]
    UnknownZone(String),
    #[error("The time `{0}` is not a real date and time written as yyyy-mm-ddThh:mm:ss without an offset.")]
    Time(String),
    #[error("The rate `{0}` is not a positive whole number followed by minutes, hours or days.")]
    Rate(String),
    #[error("A cron expression has six fields (minutes, hours, day of month, month, day of week, year), and this one has {0}.")]
    CronFieldCount(usize),
    #[error("A cron expression has a `?` in exactly one of its day of month and day of week fields.")]
    CronDays,
    #[error("The {field} field `{value}` of the cron expression is not valid.")]
    CronField { field: &'static str, value: String },
}

impl Expression {
    /// Reads `text` (such as `rate(5 minutes)`) for the IANA time zone `zone` (such as `Europe/Berlin`).
    ///
    /// # Errors
    /// An unknown form or zone, a date that does not exist, or a field out of its range.
    pub fn parse(text: &str, zone: &str) -> Result<Self, ExpressionError> {
        let unknown_form = || ExpressionError::UnknownForm(text.to_owned());
        let (form, arguments) = text.strip_suffix(')').and_then(|rest| rest.split_once('(')).ok_or_else(unknown_form)?;
        let rule = match form {
            "at" => Rule::At(parse_time(arguments)?),
            "rate" => Rule::Rate(parse_rate(arguments)?),
            "cron" => Rule::Cron(Box::new(AwsCron::parse(arguments)?)),
            _ => return Err(unknown_form()),
        };
        let zone = TimeZone::get(zone).map_err(|_| ExpressionError::UnknownZone(zone.to_owned()))?;
        Ok(Self { rule, zone })
    }

    /// The first due time strictly after `instant`, or `None` when there is no more.
    ///
    /// `anchor` is the first firing of a `rate(…)`, from which its multiples are counted; the
    /// other forms ignore it. A cron time that a clock change skips is not due; one that a clock
    /// change repeats is due once, the first time.
    #[must_use]
    pub fn next_after(&self, instant: Timestamp, anchor: Timestamp) -> Option<Timestamp> {
        match &self.rule {
            Rule::At(_) => self.one_time().filter(|due| *due > instant),
            Rule::Rate(interval) => next_multiple(instant, anchor, *interval),
            Rule::Cron(cron) => cron.next_after(instant, &self.zone),
        }
    }

    /// The only due time of an `at(…)` expression; `None` for the recurring forms.
    ///
    /// AWS documents no rule for a local time that a clock change skips: it moves forward by the
    /// length of the gap here, so that a reminder is never lost.
    #[must_use]
    pub fn one_time(&self) -> Option<Timestamp> {
        match &self.rule {
            Rule::At(time) => self.zone.to_timestamp(*time).ok(),
            Rule::Rate(_) | Rule::Cron(_) => None,
        }
    }
}

fn parse_time(text: &str) -> Result<DateTime, ExpressionError> {
    text.parse::<DateTime>()
        .ok()
        // jiff reads many forms of ISO 8601; AWS takes this one.
        .filter(|time| time.strftime("%Y-%m-%dT%H:%M:%S").to_string() == text)
        .ok_or_else(|| ExpressionError::Time(text.to_owned()))
}

fn parse_rate(text: &str) -> Result<SignedDuration, ExpressionError> {
    let refused = || ExpressionError::Rate(text.to_owned());
    let (value, unit) = text.split_once(' ').ok_or_else(refused)?;
    if !value.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(refused());
    }
    let value: u32 = value.parse().map_err(|_| refused())?;
    let seconds = match unit {
        "minute" | "minutes" => 60,
        "hour" | "hours" => 3_600,
        "day" | "days" => 86_400,
        _ => return Err(refused()),
    };
    if value == 0 {
        return Err(refused());
    }
    Ok(SignedDuration::from_secs(i64::from(value) * seconds))
}

fn next_multiple(instant: Timestamp, anchor: Timestamp, interval: SignedDuration) -> Option<Timestamp> {
    if anchor > instant {
        return Some(anchor);
    }
    let elapsed = instant.as_nanosecond() - anchor.as_nanosecond();
    let next = (elapsed / interval.as_nanos() + 1) * interval.as_nanos();
    Timestamp::from_nanosecond(anchor.as_nanosecond() + next).ok()
}
