//! Seats of a course: how many people can be enrolled at once.
//!
//! | access | how |
//! |---|---|
//! | how many seats are free | get `W#<ws>#COURSE#<id>` / `SEATS` |
//!
//! One number says all of it: `free`, the seats of the course less those taken. Whoever enrols takes one from it in the transaction of
//! the enrolment, on condition that it is above 0; authors add the difference when they change how many there are, in the transaction of
//! the course. Nobody sets it, so whatever happens at once adds up. Below 0 it tells that an author has left fewer seats than were taken.
//!
//! Enrolments take seats only while the course has a limit. Where one begins on a course that people may take already, [`UNCOUNTED`] is
//! taken off, so that nobody gets in, until the enrolments have followed the course page by page and each of them has its seat.

use crate::{courses::Course, ids::CourseId, keys};
use serde::{Deserialize, Serialize};
use table::{Bound, Entity, Record, TableError, Tenant, TransactionError, Write};

/// More than there will ever be seats.
const UNCOUNTED: i64 = 1_000_000_000_000;

/// The seats of a course.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seats {
    #[serde(default)]
    free: i64,
    /// How many times all enrolments from before a limit have been counted.
    #[serde(default)]
    settled: u32,
}

impl Entity for Seats {
    const NAME: &'static str = "Seats";
}

/// How many seats of a course are taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct SeatUse {
    /// Possibly more than there are: nobody is thrown out when an author lowers their number.
    pub taken: u32,
    pub left: u32,
    /// Enrolments from before there was a limit are being counted. Until then nobody new can enrol, and `taken` is not final.
    pub is_counting: bool,
}

impl Seats {
    /// What is free once everything is counted.
    const fn settled_free(self) -> i64 {
        (self.free + UNCOUNTED / 2).rem_euclid(UNCOUNTED) - UNCOUNTED / 2
    }

    /// Of so many seats.
    #[must_use]
    pub fn usage(self, seats: u32) -> SeatUse {
        let (free, is_counting) = (self.settled_free(), self.free < -UNCOUNTED / 2);
        let number = |number: i64| u32::try_from(number.max(0)).unwrap_or(u32::MAX);
        SeatUse { taken: number(i64::from(seats) - free), left: if is_counting { 0 } else { number(free) }, is_counting }
    }
}

fn add(tenant: &Tenant, course: CourseId, free: i64, bound: Option<Bound>) -> Write {
    tenant.added::<Seats>(keys::seats(tenant.scope(), course), &[("free", free)], bound)
}

/// The write for what a change of the course does to its seats, if anything; it stands in the transaction of the change.
pub(crate) fn change(tenant: &Tenant, before: Option<&Course>, after: &mut Course) -> Option<Write> {
    let was = before.and_then(|before| before.enrolment.seats);
    let is = after.enrolment.seats;
    let mut by = i64::from(is.unwrap_or(0)) - i64::from(was.unwrap_or(0));
    if was.is_none() && is.is_some() && after.published_at.is_some() {
        after.seats_opened += 1;
        by -= UNCOUNTED;
    }
    (by != 0).then(|| add(tenant, after.id, by, None))
}

/// The write for somebody who wants a seat; its condition fails if none is free.
#[must_use]
pub fn taken(tenant: &Tenant, course: CourseId) -> Write {
    add(tenant, course, -1, Some(Bound::Above("free", 0)))
}

/// The write for somebody who takes the course already and has a seat from now on, or no longer: there is no condition.
#[must_use]
pub fn moved(tenant: &Tenant, course: CourseId, seated: bool) -> Write {
    add(tenant, course, if seated { -1 } else { 1 }, None)
}

/// Lets people in again after all enrolments of a course as it is have been counted; the same again changes nothing.
///
/// # Errors
/// When the table cannot be read or written.
pub async fn settle(tenant: &Tenant, course: &Course) -> Result<(), TableError> {
    let key = || keys::seats(tenant.scope(), course.id);
    loop {
        let stored = tenant.get(key(), true).await?.map(Record::<Seats>::read).transpose()?;
        if stored.is_none_or(|stored| stored.value.settled >= course.seats_opened) {
            return Ok(());
        }
        let amounts = [("free", UNCOUNTED), ("settled", 1)];
        match tenant.transact(vec![tenant.added::<Seats>(key(), &amounts, Some(Bound::Below("settled", course.seats_opened)))]).await {
            // Another delivery may have been faster: look again.
            Ok(()) | Err(TransactionError::Conditions(_)) => {}
            Err(TransactionError::Table(error)) => return Err(error),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_free_is_told_whether_it_is_counted_or_not() {
        let usage = |free, seats| Seats { free, settled: 0 }.usage(seats);
        assert_eq!(usage(3, 20), SeatUse { taken: 17, left: 3, is_counting: false });
        assert_eq!(usage(0, 20), SeatUse { taken: 20, left: 0, is_counting: false });
        assert_eq!(usage(-5, 10), SeatUse { taken: 15, left: 0, is_counting: false });
        assert_eq!(usage(17 - UNCOUNTED, 20), SeatUse { taken: 3, left: 0, is_counting: true });
        assert_eq!(usage(-2 - 2 * UNCOUNTED, 1), SeatUse { taken: 3, left: 0, is_counting: true });
    }
}
