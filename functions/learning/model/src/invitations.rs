//! Invitations of members to courses. Who is invited to a course that does not let everybody in enrols without asking; what else the course
//! asks for, an invitation does not replace: groups, prerequisites, a seat.
//!
//! | access | how |
//! |---|---|
//! | a member's invitation to a course | get `W#<ws>#MEMBER#<id>` / `INVITATION#<course>` |
//! | a member's invitations, the newest course first | query the same partition, prefix `INVITATION#`, backwards |
//! | who is invited to a course, the newest first | query index 1, `W#<ws>#INVITED#<course>` / `<time>#<member>#<course>`, backwards |

use crate::{enrolments, event::LearningEvent, keys};
use catalog_model::{courses::Course, ids::CourseId};
use jiff::Timestamp;
use people_model::{
    keys::{member_partition, profile},
    member::MemberState,
    members,
};
use serde::{Deserialize, Serialize};
use std::future::Future;
use table::{Condition, Entity, Key, List, Listed, Page, Place, Record, TableError, Tenant, TransactionError, Write, audit::Act};
use tenancy::WorkspaceScope;
use trellis_core::ids::MemberId;

/// How often an invitation is read anew because others keep changing it.
const ATTEMPTS: usize = 6;

/// What a member has answered to an invitation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum InvitationAnswer {
    /// They have enrolled.
    Accepted,
    Declined,
}

/// Where an invitation to a course stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum CourseInvitationState {
    Pending,
    /// The member has enrolled.
    Accepted,
    Declined,
}

/// An invitation of a member to a course.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CourseInvitation {
    pub member_id: MemberId,
    pub course_id: CourseId,
    /// Absent where it was an API client.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub invited_by: Option<MemberId>,
    pub invited_at: Timestamp,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answer: Option<InvitationAnswer>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answered_at: Option<Timestamp>,
}

impl Entity for CourseInvitation {
    const NAME: &'static str = "CourseInvitation";
}

impl CourseInvitation {
    #[must_use]
    pub const fn is_pending(&self) -> bool {
        self.answer.is_none()
    }

    #[must_use]
    pub const fn state(&self) -> CourseInvitationState {
        match self.answer {
            None => CourseInvitationState::Pending,
            Some(InvitationAnswer::Accepted) => CourseInvitationState::Accepted,
            Some(InvitationAnswer::Declined) => CourseInvitationState::Declined,
        }
    }

    fn key(&self, scope: &WorkspaceScope) -> Key {
        keys::invitation(scope, self.member_id, self.course_id)
    }

    fn place(&self, scope: &WorkspaceScope) -> Place {
        let sort = format!("{:015}#{}#{}", self.invited_at.as_millisecond(), self.member_id, self.course_id);
        Place::from(self.key(scope)).listed(keys::invited(scope, self.course_id), sort)
    }
}

/// What inviting a member has come to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Invited {
    Now,
    /// An invitation is waiting for their answer.
    Before,
    /// They take the course.
    Enrolled,
    /// There is no such active member.
    NoMember,
}

/// Why an invitation cannot be taken back or declined.
#[derive(Debug, thiserror::Error)]
pub enum InvitationError {
    #[error("there is no such invitation")]
    Unknown,
    #[error("the invitation has been accepted; leaving the course ends that")]
    Accepted,
    #[error(transparent)]
    Table(#[from] TableError),
}

/// The write of an invitation with its answer.
pub(crate) fn answered(tenant: &Tenant, invitation: &Record<CourseInvitation>, answer: InvitationAnswer) -> Result<Write, TableError> {
    let value = CourseInvitation { answer: Some(answer), answered_at: Some(tenant.now()), ..invitation.value.clone() };
    invitation.with(value.clone()).write(value.place(tenant.scope()), tenant.now())
}

async fn invitation(tenant: &Tenant, member: MemberId, course: CourseId) -> Result<Option<Record<CourseInvitation>>, TableError> {
    tenant.get(keys::invitation(tenant.scope(), member, course), true).await?.map(Record::read).transpose()
}

/// Invites a member to a course, once until they answer.
///
/// # Errors
/// [`TableError::Conflict`] if others kept changing the invitation or the member at the same time.
pub async fn invite(tenant: &Tenant, member: MemberId, course: &Course, by: Option<MemberId>, act: &Act) -> Result<Invited, TableError> {
    for _ in 0..ATTEMPTS {
        let Some(invited) = members::member(tenant, member).await?.filter(|member| member.value.state == MemberState::Active) else {
            return Ok(Invited::NoMember);
        };
        let before = invitation(tenant, member, course.id).await?;
        if enrolments::enrolment(tenant, member, course.id).await?.is_some() {
            return Ok(Invited::Enrolled);
        }
        if before.as_ref().is_some_and(|before| before.value.is_pending()) {
            return Ok(Invited::Before);
        }
        let value = CourseInvitation {
            member_id: member,
            course_id: course.id,
            invited_by: by,
            invited_at: tenant.now(),
            answer: None,
            answered_at: None,
        };
        let record = before.map_or_else(|| Record::new(value.clone(), tenant.now()), |before| before.with(value.clone()));
        let writes = vec![
            record.write(value.place(tenant.scope()), tenant.now())?,
            Write::Check(profile(tenant.scope(), member), Condition::Version(invited.version)),
            tenant.recorded(act)?,
            tenant.announce(LearningEvent::CourseInvited { member_id: member, course_id: course.id })?,
        ];
        match tenant.transact(writes).await {
            Ok(()) => return Ok(Invited::Now),
            Err(TransactionError::Conditions(_)) => {}
            Err(TransactionError::Table(error)) => return Err(error),
        }
    }
    Err(TableError::Conflict)
}

/// Takes an invitation back, or puts a declined one away.
///
/// # Errors
/// Why it cannot be taken back, or when the table cannot be written.
pub async fn withdraw(tenant: &Tenant, member: MemberId, course: CourseId, act: &Act) -> Result<(), InvitationError> {
    for _ in 0..ATTEMPTS {
        let invitation = invitation(tenant, member, course).await?.ok_or(InvitationError::Unknown)?;
        if invitation.value.state() == CourseInvitationState::Accepted {
            return Err(InvitationError::Accepted);
        }
        let delete = Write::Delete(invitation.value.key(tenant.scope()), Condition::Version(invitation.version));
        match tenant.transact(vec![delete, tenant.recorded(act)?]).await {
            Ok(()) => return Ok(()),
            Err(TransactionError::Conditions(_)) => {}
            Err(TransactionError::Table(error)) => return Err(error.into()),
        }
    }
    Err(TableError::Conflict.into())
}

/// Notes that a member declines; again changes nothing.
///
/// # Errors
/// Why they cannot decline, or when the table cannot be written.
pub async fn decline(tenant: &Tenant, member: MemberId, course: CourseId) -> Result<(), InvitationError> {
    for _ in 0..ATTEMPTS {
        let invitation = invitation(tenant, member, course).await?.ok_or(InvitationError::Unknown)?;
        match invitation.value.state() {
            CourseInvitationState::Accepted => return Err(InvitationError::Accepted),
            CourseInvitationState::Declined => return Ok(()),
            CourseInvitationState::Pending => {}
        }
        match tenant.write(answered(tenant, &invitation, InvitationAnswer::Declined)?).await {
            Err(TableError::Conflict) => {}
            result => return Ok(result?),
        }
    }
    Err(TableError::Conflict.into())
}

/// Who is invited to a course, the newest invitation first.
///
/// # Errors
/// [`TableError::BadCursor`], or when the table cannot be read.
pub async fn of_course(tenant: &Tenant, course: CourseId, page: &Page) -> Result<Listed<Record<CourseInvitation>>, TableError> {
    let key_of = |scope: &WorkspaceScope, sort: &str| {
        let mut parts = sort.split('#').skip(1);
        Some(keys::invitation(scope, parts.next()?.parse().ok()?, parts.next()?.parse().ok()?))
    };
    let list = List::indexed("course-invitations", keys::invited(tenant.scope(), course), key_of);
    tenant.listed(List { backwards: true, ..list }, page).await
}

/// A member's invitations, as far as `see` leaves them, the newest course first.
///
/// # Errors
/// [`TableError::BadCursor`], when the table cannot be read, or what `see` answers.
pub async fn own_invitations<U, E, F, Fut>(tenant: &Tenant, member: MemberId, page: &Page, see: F) -> Result<Listed<U>, E>
where
    E: From<TableError>,
    F: FnMut(Vec<Record<CourseInvitation>>) -> Fut,
    Fut: Future<Output = Result<Vec<Option<U>>, E>>,
{
    let list = keys::own("own-invitations", member_partition(tenant.scope(), member), keys::INVITATIONS);
    tenant.listed_to(list, page, see).await
}
