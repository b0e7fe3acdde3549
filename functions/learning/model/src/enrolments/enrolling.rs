//! How a member comes to take a course: once, or again after they have given it up.

use super::{ATTEMPTS, Deed, Enrolment, Taken, after, change_enrolment, following, stored, with_syllabus};
use crate::{
    admission, keys,
    rules::{self, RuleError},
};
use catalog_model::{
    course::CourseState,
    courses::{self, Course},
    ids::CourseId,
    seats,
    terms::EnrolmentTerms,
};
use table::{Place, Record, TableError, Tenant, TransactionError, Write};
use trellis_core::ids::MemberId;

/// What enrolling has come to.
#[derive(Debug, Clone)]
pub struct Enrolled {
    pub taken: Taken,
    /// `false` if the member was enrolled before.
    pub new: bool,
}

/// The enrolment of somebody who does not take a course now, and what stores it.
pub(crate) struct Entry {
    pub(crate) enrolment: Record<Enrolment>,
    pub(crate) writes: Vec<Write>,
    /// Which of the writes takes a seat.
    pub(crate) seat: Option<usize>,
}

impl Entry {
    /// `known` is what they have left.
    pub(crate) fn new(tenant: &Tenant, member: MemberId, course: &Course, known: Option<Record<Enrolment>>) -> Result<Self, TableError> {
        let (mut enrolment, events) = match known {
            None => (Record::new(Enrolment::of(course), tenant.now()), Vec::new()),
            Some(known) => after(&known, Some(Deed::Returned), (course, None), member, tenant.now()),
        };
        let key = keys::enrolment(tenant.scope(), member, course.id);
        let mut writes = enrolment.write_counted(tenant.scope(), Place::from(key).telling(tenant, events)?, tenant.now())?;
        let seat = enrolment.value.seated.then_some(writes.len());
        writes.extend(seat.map(|_| seats::taken(tenant, course.id)));
        Ok(Self { enrolment, writes, seat })
    }

    /// Whether a seat was all that was missing, by the conditions that did not hold.
    pub(crate) fn is_without_seat(seat: Option<usize>, failed: &[usize]) -> bool {
        seat.is_some_and(|seat| failed == [seat])
    }
}

/// Enrols a member who has completed what is asked for, once, or again if they have given the course up.
///
/// # Errors
/// The rule that is not met, or when the table cannot be written.
pub async fn enrol(tenant: &Tenant, member: MemberId, course: &Record<Course>, asked: &[Course]) -> Result<Enrolled, RuleError> {
    let (id, mut course) = (course.value.id, course.clone());
    // Where nothing is asked for, the write itself tells whether they take the course already.
    let asks = course.value.state != CourseState::Published || course.value.enrolment != EnrolmentTerms::default() || !asked.is_empty();
    let mut known = if asks { stored(tenant, member, id).await? } else { None };
    for _ in 0..ATTEMPTS {
        if known.as_ref().is_some_and(|known| known.value.left_at.is_none()) {
            return goes_on(tenant, member, id, known).await;
        }
        if known.as_ref().is_some_and(|known| known.value.revision > course.value.revision) {
            course = latest(tenant, id).await?;
        }
        if course.value.state != CourseState::Published {
            return Err(RuleError::NotOffered);
        }
        rules::check_prerequisites(tenant, member, asked).await?;
        let admission = admission::admit(tenant, member, &course.value).await?;
        let Entry { enrolment, mut writes, seat } = Entry::new(tenant, member, &course.value, known.take())?;
        if seat.is_some() {
            admission.check_seats()?;
        }
        writes.extend(admission.taken_up(tenant)?);
        // The roster first: there is no enrolment that a change of its course would not find.
        following::note_on_roster(tenant, id, member).await?;
        match tenant.transact(writes).await {
            Ok(()) => return arrived(tenant, member, id, enrolment).await,
            Err(TransactionError::Conditions(failed)) if Entry::is_without_seat(seat, &failed) => return Err(RuleError::NoSeat),
            Err(TransactionError::Conditions(_)) => known = stored(tenant, member, id).await?,
            Err(TransactionError::Table(error)) => return Err(error.into()),
        }
    }
    Err(TableError::Conflict.into())
}

async fn latest(tenant: &Tenant, id: CourseId) -> Result<Record<Course>, TableError> {
    courses::course_or_its_rest(tenant, id).await?.ok_or(TableError::Conflict)
}

/// Whoever takes the course already goes on, whatever has come before it since.
async fn goes_on(tenant: &Tenant, member: MemberId, id: CourseId, known: Option<Record<Enrolment>>) -> Result<Enrolled, RuleError> {
    let latest = latest(tenant, id).await?;
    admission::take_up(tenant, member, &latest.value).await?;
    let changed = change_enrolment(tenant, member, latest.clone(), known, (None, &[])).await?;
    let taken = with_syllabus(tenant, changed, &latest.value).await?.ok_or(TableError::Conflict)?;
    Ok(Enrolled { taken, new: false })
}

/// A change between the reading of the course and the enrolment has looked for it in vain.
async fn arrived(tenant: &Tenant, member: MemberId, id: CourseId, enrolment: Record<Enrolment>) -> Result<Enrolled, RuleError> {
    let latest = latest(tenant, id).await?;
    let stored = enrolment.stored(tenant.now());
    if latest.value.state != CourseState::Published {
        change_enrolment(tenant, member, latest, Some(stored), (Some(Deed::Left), &[])).await?;
        return Err(RuleError::NotOffered);
    }
    let enrolment = if stored.value.revision == latest.value.revision {
        Some(stored)
    } else {
        change_enrolment(tenant, member, latest.clone(), Some(stored), (None, &[])).await?
    };
    let taken = with_syllabus(tenant, enrolment, &latest.value).await?.ok_or(TableError::Conflict)?;
    Ok(Enrolled { taken, new: true })
}
