//! When a schedule is due next, by its expression, its dates and its state.

use jiff::{Timestamp, ToSpan as _};

use crate::definition::{Definition, State};
use crate::expression::{Expression, ExpressionError};

/// A definition with its parsed expression.
pub(crate) struct Timing<'definition> {
    definition: &'definition Definition,
    expression: Expression,
    /// The first firing of a rate, from which its multiples count.
    anchor: Timestamp,
}

impl<'definition> Timing<'definition> {
    /// `timed_at` is when the present expression was given: a rate without StartDate fires first
    /// at that moment (EventBridge Scheduler user guide, "Rate-based schedules").
    pub(crate) fn of(definition: &'definition Definition, timed_at: Timestamp) -> Result<Self, ExpressionError> {
        let expression = Expression::parse(&definition.schedule_expression, &definition.schedule_expression_timezone)?;
        Ok(Self { definition, expression, anchor: definition.start_date.unwrap_or(timed_at) })
    }

    /// The first due time of a schedule that was created or changed at `now`.
    ///
    /// A one-time schedule whose time has passed is due at once, unless it was `last_due` then.
    pub(crate) fn first(&self, now: Timestamp, last_due: Option<Timestamp>) -> Option<Timestamp> {
        if self.definition.state == State::Disabled {
            return None;
        }
        match self.expression.one_time() {
            Some(due) => Some(due).filter(|due| last_due != Some(*due)),
            None => self.recurring(just_before(now)),
        }
    }

    /// The due time that follows a firing at `now`. What was missed meanwhile is not made up for.
    pub(crate) fn following(&self, now: Timestamp) -> Option<Timestamp> {
        match self.expression.one_time() {
            Some(_) => None,
            None => self.recurring(now),
        }
    }

    fn recurring(&self, after: Timestamp) -> Option<Timestamp> {
        let start = self.definition.start_date.map(just_before);
        let after = start.map_or(after, |start| start.max(after));
        self.expression.next_after(after, self.anchor).filter(|due| self.definition.end_date.is_none_or(|end| *due <= end))
    }
}

/// Makes "after" mean "at or after": nothing is due between two nanoseconds.
fn just_before(instant: Timestamp) -> Timestamp {
    instant.checked_sub(1.nanosecond()).unwrap_or(Timestamp::MIN)
}
