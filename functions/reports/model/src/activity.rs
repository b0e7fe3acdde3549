//! What was completed on which day.
//!
//! | access | how |
//! |---|---|
//! | count completions | get and put `W#<ws>#ACTIVITY` / `MONTH#<month>`, on condition of its version |
//! | the days of a month | get the same |
//!
//! Messages come in order, a workspace's one after the other; a month remembers the number of the last one counted, so that a redelivered
//! message counts once.

use crate::{keys, month::Month};
use jiff::{Timestamp, tz::TimeZone};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use table::{Entity, Place, Record, TableError, Tenant};
use trellis_core::personal::NotPersonal;

/// How often one month is tried again when others write it at the same time.
const TRIES: usize = 6;

/// What was completed on one day of a month.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Day {
    /// 1 to 31.
    #[schema(minimum = 1, maximum = 31)]
    pub day: u8,
    pub lessons_completed: u32,
    pub courses_completed: u32,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct MonthlyActivity {
    /// In order; days on which nothing was completed are left out.
    days: Vec<Day>,
    /// The number of the last message counted: 20 digits, so that text compares as numbers do.
    last: NotPersonal<String>,
}

impl Entity for MonthlyActivity {
    const NAME: &'static str = "MonthlyActivity";
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What {
    Lesson,
    Course,
}

/// Something that a member has completed, with the number of the message that said so.
#[derive(Debug, Clone)]
pub struct Completion {
    pub number: String,
    pub what: What,
    pub at: Timestamp,
}

impl MonthlyActivity {
    /// `false` if it had been counted before.
    fn count(&mut self, completion: &Completion) -> bool {
        if completion.number <= self.last {
            return false;
        }
        self.last.clone_from(&completion.number);
        let day = u8::try_from(completion.at.to_zoned(TimeZone::UTC).day()).unwrap_or_default();
        let place = self.days.partition_point(|known| known.day < day);
        if self.days.get(place).is_none_or(|known| known.day != day) {
            self.days.insert(place, Day { day, ..Day::default() });
        }
        if let Some(day) = self.days.get_mut(place) {
            match completion.what {
                What::Lesson => day.lessons_completed += 1,
                What::Course => day.courses_completed += 1,
            }
        }
        true
    }
}

/// Counts completions, each once however often it is delivered; they come in the order of their numbers. A read unit and a write unit for
/// each month among them.
///
/// # Errors
/// [`TableError::Conflict`] if another worker kept counting in the same month.
pub async fn count(tenant: &Tenant, completions: &[Completion]) -> Result<(), TableError> {
    let mut months: BTreeMap<Month, Vec<&Completion>> = BTreeMap::new();
    for completion in completions {
        months.entry(Month::of(completion.at)).or_default().push(completion);
    }
    for (month, completions) in months {
        count_in(tenant, month, &completions).await?;
    }
    Ok(())
}

async fn count_in(tenant: &Tenant, month: Month, completions: &[&Completion]) -> Result<(), TableError> {
    let key = keys::month(tenant.scope(), month);
    for _ in 0..TRIES {
        let stored = tenant.get(key.clone(), true).await?.map(Record::<MonthlyActivity>::read).transpose()?;
        let empty = || Record::new(MonthlyActivity { days: Vec::new(), last: String::new() }, tenant.now());
        let mut record = stored.unwrap_or_else(empty);
        // All of them, not up to the first that is new.
        let new = completions.iter().filter(|completion| record.value.count(completion)).count();
        if new == 0 {
            return Ok(());
        }
        match tenant.write(record.write(Place::from(key.clone()), tenant.now())?).await {
            Err(TableError::Conflict) => {}
            result => return result,
        }
    }
    Err(TableError::Conflict)
}

/// The days of a month on which something was completed, in order. Half a read unit.
///
/// # Errors
/// When the table cannot be read.
pub async fn days(tenant: &Tenant, month: Month) -> Result<Vec<Day>, TableError> {
    let stored = tenant.get(keys::month(tenant.scope(), month), false).await?.map(Record::<MonthlyActivity>::read).transpose()?;
    Ok(stored.map(|record| record.value.days).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_counts_once_on_its_day() {
        let mut month = MonthlyActivity { days: Vec::new(), last: String::new() };
        let completion = |number: u8, what, at: &str| Completion { number: format!("{number:020}"), what, at: at.parse().expect("a time") };
        let (lesson, course) = (completion(9, What::Lesson, "2024-02-29T23:59:59Z"), completion(10, What::Course, "2024-02-01T00:00:00Z"));
        assert!(month.count(&lesson) && month.count(&course));
        assert!(!month.count(&lesson) && !month.count(&course), "delivered again");
        let days =
            [Day { day: 1, lessons_completed: 0, courses_completed: 1 }, Day { day: 29, lessons_completed: 1, courses_completed: 0 }];
        assert_eq!(month.days, days);
    }
}
