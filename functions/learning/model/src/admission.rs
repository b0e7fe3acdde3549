//! What stands between a member and a course that does not let everybody in: their request, their invitation, a free seat.

use crate::{
    invitations::{CourseInvitation, InvitationAnswer, answered},
    keys,
    requests::EnrolmentRequest,
    rules::RuleError,
};
use catalog_model::{
    courses::Course,
    seats::{SeatUse, Seats},
    terms::EnrolmentMode,
};
use table::{Condition, Entity, Record, TableError, Tenant, Write};
use trellis_core::ids::MemberId;

/// What there is of it, as far as the course asks for it.
#[derive(Debug, Default)]
pub struct Admission {
    pub request: Option<Record<EnrolmentRequest>>,
    pub invitation: Option<Record<CourseInvitation>>,
    /// Where there is a limit.
    pub seats: Option<SeatUse>,
}

/// Reads half a unit for each item that the course asks for, and twice that for what was written a moment ago.
///
/// # Errors
/// When the table cannot be read.
pub async fn admission(tenant: &Tenant, member: Option<MemberId>, course: &Course, consistent: bool) -> Result<Admission, TableError> {
    let (scope, mut keys) = (tenant.scope(), Vec::new());
    if let Some(member) = member.filter(|_| course.enrolment.mode != EnrolmentMode::Open) {
        keys.extend([keys::request(scope, member, course.id), keys::invitation(scope, member, course.id)]);
    }
    keys.extend(course.enrolment.seats.map(|_| catalog_model::keys::seats(scope, course.id)));
    let mut admission = Admission::default();
    if keys.is_empty() {
        return Ok(admission);
    }
    let mut seats = Seats::default();
    for item in tenant.batch_get(keys, consistent).await? {
        match table::kind(&item) {
            EnrolmentRequest::NAME => admission.request = Some(Record::read(item)?),
            CourseInvitation::NAME => admission.invitation = Some(Record::read(item)?),
            _ => seats = Record::read(item)?.value,
        }
    }
    admission.seats = course.enrolment.seats.map(|number| seats.usage(number));
    Ok(admission)
}

impl Admission {
    /// Whether somebody who needs a seat can get one. Whoever goes on may still be refused: others may come at the same moment.
    pub(crate) fn check_seats(&self) -> Result<(), RuleError> {
        match self.seats {
            Some(seats) if seats.is_counting => Err(RuleError::SeatsUncounted),
            Some(seats) if seats.left == 0 => Err(RuleError::NoSeat),
            _ => Ok(()),
        }
    }

    /// The writes that note of a member who gets in by it that they have taken up their invitation, and ask no more.
    pub(crate) fn taken_up(self, tenant: &Tenant) -> Result<Vec<Write>, TableError> {
        let pending = self.invitation.filter(|invitation| invitation.value.is_pending());
        let accepted = pending.map(|invitation| answered(tenant, &invitation, InvitationAnswer::Accepted)).transpose()?;
        let asked = self.request.filter(|request| request.value.is_pending());
        let withdrawn = asked.map(|request| Write::Delete(request.value.key(tenant.scope()), Condition::Version(request.version)));
        Ok(accepted.into_iter().chain(withdrawn).collect())
    }
}

/// Notes of a member who takes a course that an invitation or a request from before they came has done its service: who leaves the course
/// needs a new one.
///
/// # Errors
/// When the table cannot be read or written.
pub(crate) async fn take_up(tenant: &Tenant, member: MemberId, course: &Course) -> Result<(), TableError> {
    let writes = admission(tenant, Some(member), course, true).await?.taken_up(tenant)?;
    if writes.is_empty() {
        return Ok(());
    }
    match tenant.write_together(writes).await {
        // Answered or taken back meanwhile.
        Err(TableError::Conflict) => Ok(()),
        result => result,
    }
}

/// What lets in a member who comes by themselves.
///
/// # Errors
/// The rule that is not met, or when the table cannot be read.
pub(crate) async fn admit(tenant: &Tenant, member: MemberId, course: &Course) -> Result<Admission, RuleError> {
    let admission = admission(tenant, Some(member), course, true).await?;
    let is_invited = admission.invitation.as_ref().is_some_and(|invitation| invitation.value.is_pending());
    match course.enrolment.mode {
        EnrolmentMode::Open => {}
        _ if is_invited => {}
        EnrolmentMode::Approval => return Err(RuleError::NeedsApproval),
        EnrolmentMode::Invitation => return Err(RuleError::InvitedOnly),
    }
    Ok(admission)
}
