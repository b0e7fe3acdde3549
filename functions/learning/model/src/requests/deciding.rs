//! What is decided about requests. An approval enrols in the same transaction, or changes nothing.

use super::{ATTEMPTS, Decided, EnrolmentRequest, RequestDecision, RequestError, request};
use crate::{
    admission::admission,
    enrolments::{self, Enrolment, enrolling::Entry, following},
    event::LearningEvent,
    rules::{self, RuleError},
};
use catalog_model::{course::CourseState, courses::Course, ids::CourseId, terms::EnrolmentMode};
use people_model::{keys::profile, member::MemberState, members::Member};
use table::{Condition, Record, TableError, Tenant, TransactionError, Write, audit::Act};
use trellis_core::ids::MemberId;

/// Whose request for what, and what is decided about it.
#[derive(Debug, Clone)]
pub struct Answer<'m> {
    /// As they were when it was seen that the caller may decide about them.
    pub member: &'m Record<Member>,
    pub course: CourseId,
    pub decided: Decided,
}

impl Answer<'_> {
    const fn member(&self) -> MemberId {
        self.member.value.id
    }

    /// The member is no other than was looked at: perhaps they have another manager by now.
    fn unmoved(&self, tenant: &Tenant) -> Write {
        Write::Check(profile(tenant.scope(), self.member()), Condition::Version(self.member.version))
    }

    /// The request as it was, and as it will be; `None` where the same was decided before.
    async fn of(&self, tenant: &Tenant) -> Result<(Record<EnrolmentRequest>, Option<Record<EnrolmentRequest>>), RequestError> {
        let before = request(tenant, self.member(), self.course).await?.ok_or(RequestError::Unknown)?;
        match (before.value.decided.as_ref().map(|decided| decided.decision), self.decided.decision) {
            (None, _) => {}
            (Some(RequestDecision::Approved), RequestDecision::Declined) => return Err(RequestError::AlreadyApproved),
            (Some(RequestDecision::Declined), RequestDecision::Approved) => return Err(RequestError::AlreadyDeclined),
            (Some(_), _) => return Ok((before, None)),
        }
        let after = before.with(EnrolmentRequest { decided: Some(self.decided.clone()), ..before.value.clone() });
        Ok((before, Some(after)))
    }

    /// The writes that store the decision, record it and announce it.
    fn writes(&self, tenant: &Tenant, after: &Record<EnrolmentRequest>, act: &Act) -> Result<Vec<Write>, TableError> {
        let (member_id, course_id, decision) = (self.member(), self.course, self.decided.decision);
        Ok(vec![
            after.write(after.value.key(tenant.scope()), tenant.now())?,
            tenant.recorded(act)?,
            tenant.announce(LearningEvent::EnrolmentDecided { member_id, course_id, decision })?,
            self.unmoved(tenant),
        ])
    }
}

/// Where [`Answer::writes`] have the check of the member.
const OF_MEMBER: usize = 3;

/// Declines a request; again changes nothing.
///
/// # Errors
/// Why it cannot be declined, [`TableError::Conflict`] if the member was changed since they were read, or when the table cannot be written.
pub async fn decline(tenant: &Tenant, answer: &Answer<'_>, act: &Act) -> Result<Record<EnrolmentRequest>, RequestError> {
    for _ in 0..ATTEMPTS {
        let (before, after) = answer.of(tenant).await?;
        let Some(after) = after else { return Ok(before) };
        if enrolments::enrolment(tenant, answer.member(), answer.course).await?.is_some() {
            return Err(RequestError::TakesCourse);
        }
        match tenant.transact(answer.writes(tenant, &after, act)?).await {
            Ok(()) => return Ok(after.stored(tenant.now())),
            Err(TransactionError::Conditions(failed)) if failed.contains(&OF_MEMBER) => return Err(TableError::Conflict.into()),
            Err(TransactionError::Conditions(_)) => {}
            Err(TransactionError::Table(error)) => return Err(error.into()),
        }
    }
    Err(TableError::Conflict.into())
}

/// Approves a request and enrols the member, who has completed what is asked for; again changes nothing. Whoever takes the course already is
/// enrolled no second time: then the course need not be there.
///
/// # Errors
/// The rule that is not met: then the request stays. [`TableError::Conflict`] if member or course were changed since they were read.
pub async fn approve(
    tenant: &Tenant,
    answer: &Answer<'_>,
    course: Option<(&Record<Course>, &[Course])>,
    act: &Act,
) -> Result<Record<EnrolmentRequest>, RequestError> {
    let (scope, member) = (tenant.scope(), answer.member());
    for _ in 0..ATTEMPTS {
        let (before, after) = answer.of(tenant).await?;
        let Some(after) = after else { return Ok(before) };
        let mut writes = answer.writes(tenant, &after, act)?;
        let (mut seat, mut of_course) = (None, None);
        let known = enrolments::stored(tenant, member, answer.course).await?;
        if known.as_ref().is_none_or(|known| known.value.left_at.is_some()) {
            if answer.member.value.state != MemberState::Active {
                return Err(RequestError::Deactivated);
            }
            let (course, asked) = course.ok_or(TableError::Conflict)?;
            // Nor is the course another than was looked at.
            of_course = Some(writes.len());
            writes.push(Write::Check(catalog_model::keys::course(scope, answer.course), Condition::Version(course.version)));
            let entry = entry(tenant, member, (&course.value, asked), known).await?;
            seat = entry.seat.map(|seat| seat + writes.len());
            writes.extend(entry.writes);
        }
        match tenant.transact(writes).await {
            Ok(()) => return Ok(after.stored(tenant.now())),
            Err(TransactionError::Conditions(failed)) if Entry::is_without_seat(seat, &failed) => return Err(RuleError::NoSeat.into()),
            Err(TransactionError::Conditions(failed))
                if failed.contains(&OF_MEMBER) || of_course.is_some_and(|at| failed.contains(&at)) =>
            {
                return Err(TableError::Conflict.into());
            }
            Err(TransactionError::Conditions(_)) => {}
            Err(TransactionError::Table(error)) => return Err(error.into()),
        }
    }
    Err(TableError::Conflict.into())
}

/// What lets a member in whose request is approved, if the course does.
async fn entry(
    tenant: &Tenant,
    member: MemberId,
    (course, asked): (&Course, &[Course]),
    known: Option<Record<Enrolment>>,
) -> Result<Entry, RuleError> {
    if course.state != CourseState::Published {
        return Err(RuleError::NotOffered);
    }
    if course.enrolment.mode == EnrolmentMode::Invitation {
        return Err(RuleError::InvitedOnly);
    }
    rules::check_prerequisites(tenant, member, asked).await?;
    let mut admission = admission(tenant, Some(member), course, true).await?;
    let mut entry = Entry::new(tenant, member, course, known)?;
    if entry.seat.is_some() {
        admission.check_seats()?;
    }
    entry.writes.push(following::on_roster(tenant, course.id, member)?);
    // The request is written with the decision; an invitation has done its service.
    admission.request = None;
    entry.writes.extend(admission.taken_up(tenant)?);
    Ok(entry)
}
