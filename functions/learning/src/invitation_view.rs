//! Invitations to courses as authors and the invited see them.

use crate::people::{name_of, people};
use catalog_model::{access, course::CourseState, courses, courses::Course, ids::CourseId, terms::EnrolmentMode};
use jiff::Timestamp;
use lambda::{Call, Problem};
use learning_model::{invitations::CourseInvitation, paths::enrolments_in, requests::status::InvitationStatus};
use serde::Serialize;
use std::collections::{BTreeSet, HashMap};
use table::Record;
use trellis_core::{
    api_scope::ApiScope,
    ids::MemberId,
    personal::{Name, Personal},
    title::Title,
};

/// Somebody who is invited to a course.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct InvitedMember {
    member_id: MemberId,
    /// Absent once they are gone, and for API clients that may not read people.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Title>, nullable = false)]
    name: Option<Personal<Title, Name>>,
    #[serde(flatten)]
    status: InvitationStatus,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Title>, nullable = false)]
    invited_by_name: Option<Personal<Title, Name>>,
}

/// A course that one is invited to.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct OwnInvitation {
    course_id: CourseId,
    title: Title,
    summary: String,
    /// How long the whole course takes.
    minutes: u32,
    #[schema(value_type = String, format = DateTime)]
    invited_at: Timestamp,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Title>, nullable = false)]
    invited_by_name: Option<Personal<Title, Name>>,
}

/// Those who are invited to a course.
pub(crate) async fn of_course<B>(call: &Call<B>, invitations: Vec<Record<CourseInvitation>>) -> Result<Vec<InvitedMember>, Problem> {
    let may_read = call.caller.member().is_ok() || call.caller.holds(Some(ApiScope::PeopleRead));
    let named = invitations.iter().filter(|_| may_read);
    let named: Vec<MemberId> =
        named.flat_map(|invitation| [Some(invitation.value.member_id), invitation.value.invited_by]).flatten().collect();
    let people = people(&call.tenant, named).await?;
    let view = |invitation: Record<CourseInvitation>| InvitedMember {
        member_id: invitation.value.member_id,
        name: name_of(&people, Some(invitation.value.member_id)),
        status: InvitationStatus::from(&invitation.value),
        invited_by_name: name_of(&people, invitation.value.invited_by),
    };
    Ok(invitations.into_iter().map(view).collect())
}

/// The caller's own invitations, with `None` in the place of those that have been answered or lead nowhere now: also where they have come to
/// the course by another way.
pub(crate) async fn own<B>(
    call: &Call<B>,
    member: MemberId,
    invitations: Vec<Record<CourseInvitation>>,
) -> Result<Vec<Option<OwnInvitation>>, Problem> {
    let pending = invitations.iter().filter(|invitation| invitation.value.is_pending());
    let named: BTreeSet<CourseId> = pending.map(|invitation| invitation.value.course_id).collect();
    let enrolments = enrolments_in(&call.tenant, member, &named).await?;
    let takes = |course: CourseId| enrolments.get(&course).is_some_and(|enrolment| enrolment.value.left_at.is_none());
    let courses = courses::courses_of(&call.tenant, &named).await?;
    let seen = access::seen(call, courses).await?.into_iter().flatten().map(|course| course.value);
    let offered =
        seen.filter(|course| course.state == CourseState::Published && course.enrolment.mode != EnrolmentMode::Open && !takes(course.id));
    let mut courses: HashMap<CourseId, Course> = offered.map(|course| (course.id, course)).collect();
    let inviting: Vec<MemberId> = invitations.iter().filter_map(|invitation| invitation.value.invited_by).collect();
    let people = people(&call.tenant, inviting).await?;
    let view = |invitation: Record<CourseInvitation>| {
        let CourseInvitation { course_id, invited_at, invited_by, .. } = invitation.value;
        let course = courses.remove(&course_id)?;
        let (title, minutes) = (course.title.clone(), course.shown().minutes);
        Some(OwnInvitation {
            course_id,
            title,
            summary: course.summary,
            minutes,
            invited_at,
            invited_by_name: name_of(&people, invited_by),
        })
    };
    Ok(invitations.into_iter().map(view).collect())
}
