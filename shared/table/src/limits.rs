//! Attempts per subject, with waits that grow.
//!
//! | access | how |
//! |---|---|
//! | count an attempt | get `W#<ws>#LIMIT#<digest of the subject>` / `LIMIT`, put it on condition of its version |
//! | remember a subject | put the same key; get it |
//!
//! Of two attempts at the same moment one finds the version changed and looks again: none goes uncounted. An attempt that counts for
//! several subjects counts for all of them in one transaction, or for none.

use crate::{Condition, Entity, Key, Place, Record, TableError, Tenant, Write, digest, keys};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

/// So many attempts at once are free; each further one makes the next wait, twice as long every time.
#[derive(Debug, Clone, Copy)]
pub struct Limit {
    pub free: i64,
    /// The first wait.
    pub wait: SignedDuration,
    /// The longest.
    pub longest: SignedDuration,
    /// One attempt is forgiven for each time that this has passed.
    pub forgiven_after: SignedDuration,
}

/// What is kept of a subject's attempts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Attempts {
    /// Milliseconds from `last` until all are forgiven.
    debt: i64,
    last: Timestamp,
}

impl Entity for Attempts {
    const NAME: &'static str = "Attempts";
}

/// A subject that has shown who it is, and is remembered for a time.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub(crate) struct Remembered {
    until: Timestamp,
}

impl Entity for Remembered {
    const NAME: &'static str = "Remembered";
}

/// An attempt that comes too early.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Refused {
    pub wait: SignedDuration,
    /// The position of the first subject that refuses it; those before it do not.
    pub by: usize,
}

/// Looks at a contended item before giving up: a burst from one source waits instead.
const LOOKS: u32 = 8;

fn milliseconds(duration: SignedDuration) -> i64 {
    i64::try_from(duration.as_millis()).unwrap_or(i64::MAX)
}

impl Limit {
    /// How long after its last attempt a subject that has made `count` of them must wait.
    fn wait_after(&self, count: i64) -> SignedDuration {
        if count < self.free {
            return SignedDuration::ZERO;
        }
        let doublings = u32::try_from(count - self.free).unwrap_or(u32::MAX).min(24);
        self.wait.checked_mul(1 << doublings).map_or(self.longest, |wait| wait.min(self.longest))
    }

    /// Counts one more attempt, or says how long to wait for it. An attempt that is refused does not count: whoever keeps
    /// trying does not lengthen anybody's wait.
    fn next(&self, known: Option<Attempts>, now: Timestamp) -> Result<Attempts, SignedDuration> {
        let each = milliseconds(self.forgiven_after).max(1);
        let Some(Attempts { debt, last }) = known else { return Ok(Attempts { debt: each, last: now }) };
        let elapsed = now.duration_since(last).max(SignedDuration::ZERO);
        let left = self.wait_after(debt.saturating_add(each - 1) / each) - elapsed;
        if left > SignedDuration::ZERO {
            return Err(left);
        }
        Ok(Attempts { debt: debt.saturating_sub(milliseconds(elapsed)).max(0).saturating_add(each), last: now })
    }
}

impl Tenant {
    fn limit_of(&self, subject: &str) -> Key {
        keys::LIMIT.key_of(self.scope(), digest(subject))
    }

    /// Counts an attempt of a subject (an address, a source); answers how long to wait if it comes too early.
    ///
    /// # Errors
    /// When the table cannot be written: the caller then refuses, since an uncounted attempt is a free guess.
    pub async fn attempt(&self, subject: &str, limit: Limit) -> Result<Option<SignedDuration>, TableError> {
        let refused = self.attempt_all(&[(subject.to_owned(), limit)]).await?;
        Ok(refused.map(|refused| refused.wait))
    }

    /// Counts an attempt for several subjects. If one of them refuses it, it counts for none.
    ///
    /// # Errors
    /// As [`Self::attempt`].
    pub async fn attempt_all(&self, subjects: &[(String, Limit)]) -> Result<Option<Refused>, TableError> {
        let now = self.now();
        if subjects.is_empty() {
            return Ok(None);
        }
        for _ in 0..LOOKS {
            let mut writes = Vec::with_capacity(subjects.len());
            for (by, (subject, limit)) in subjects.iter().enumerate() {
                let key = self.limit_of(subject);
                let known: Option<Record<Attempts>> = self.get(key.clone(), true).await?.map(Record::read).transpose()?;
                let attempts = match limit.next(known.as_ref().map(|record| record.value), now) {
                    Ok(attempts) => attempts,
                    Err(wait) => return Ok(Some(Refused { wait, by })),
                };
                let expires = now.checked_add(SignedDuration::from_millis(attempts.debt)).unwrap_or(now);
                let record = known.map_or_else(|| Record::new(attempts, now), |record| Record { value: attempts, ..record });
                writes.push(record.write(Place::from(key).expires(expires), now)?);
            }
            match self.write_together(writes).await {
                Ok(()) => return Ok(None),
                Err(TableError::Conflict) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(Some(Refused { wait: SignedDuration::from_secs(1), by: 0 }))
    }

    /// Remembers a subject, longer if it is remembered already.
    ///
    /// # Errors
    /// When the table cannot be written.
    pub async fn remember_subject(&self, subject: &str, until: Timestamp) -> Result<(), TableError> {
        let place = Place::from(self.limit_of(subject)).expires(until);
        // Whoever writes last says the same, and later.
        self.write(Record::new(Remembered { until }, self.now()).overwrite(place, self.now())?).await
    }

    /// Whether a subject is remembered.
    ///
    /// # Errors
    /// When the table cannot be read.
    pub async fn remembers(&self, subject: &str) -> Result<bool, TableError> {
        let item = self.get(self.limit_of(subject), false).await?;
        let found: Option<Record<Remembered>> = item.map(Record::read).transpose()?;
        Ok(found.is_some_and(|found| found.value.until > self.now()))
    }

    /// Forgets a subject's attempts: it has shown who it is.
    ///
    /// # Errors
    /// When the table cannot be written.
    pub async fn forgive(&self, subject: &str) -> Result<(), TableError> {
        self.write(Write::Delete(self.limit_of(subject), Condition::Any)).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIMIT: Limit = Limit {
        free: 3,
        wait: SignedDuration::from_secs(30),
        longest: SignedDuration::from_secs(300),
        forgiven_after: SignedDuration::from_secs(600),
    };

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(1_800_000_000 + second).unwrap()
    }

    #[test]
    fn waits_double_up_to_the_longest() {
        let waits: Vec<i64> = (1..9).map(|count| LIMIT.wait_after(count).as_secs()).collect();
        assert_eq!(waits, [0, 0, 30, 60, 120, 240, 300, 300]);
        assert_eq!(LIMIT.wait_after(i64::MAX).as_secs(), 300);
    }

    #[test]
    fn refused_attempts_do_not_count_and_time_forgives() {
        let mut known = None;
        for _ in 0..3 {
            known = Some(LIMIT.next(known, at(0)).unwrap());
        }
        assert_eq!(LIMIT.next(known, at(10)), Err(SignedDuration::from_secs(20)));
        assert_eq!(LIMIT.next(known, at(30)), Ok(Attempts { debt: 2_370_000, last: at(30) }));
        assert_eq!(LIMIT.next(known, at(100_000)), Ok(Attempts { debt: 600_000, last: at(100_000) }));
    }

    /// Steady use below the rate at which attempts are forgiven never waits, however long it lasts.
    #[test]
    fn an_office_can_sign_in_all_morning() {
        let limit = Limit { free: 10, forgiven_after: SignedDuration::from_secs(2), ..LIMIT };
        let mut known = None;
        for second in (0..14_400).step_by(2) {
            known = Some(limit.next(known, at(second)).unwrap());
        }
    }

    #[test]
    fn a_day_of_guessing_is_bounded() {
        let (mut known, mut allowed) = (None, 0);
        for second in 0..86_400 {
            if let Ok(next) = LIMIT.next(known, at(second)) {
                known = Some(next);
                allowed += 1;
            }
        }
        assert!(allowed <= 86_400 / 300 + 8, "{allowed}");
    }
}
