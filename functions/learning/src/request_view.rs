//! Requests as those see them who have asked, and those who decide.

use crate::people::{name_of, people};
use catalog_model::{
    access,
    course::CourseState,
    courses::{self, Course},
    ids::CourseId,
};
use lambda::{Call, Problem, Resource};
use learning_model::requests::{EnrolmentRequest, status::RequestStatus};
use people_model::members::Member;
use serde::Serialize;
use std::collections::HashMap;
use table::Record;
use trellis_core::{
    ids::MemberId,
    personal::{Name, Personal},
    title::Title,
};

/// What one has asked for.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct OwnRequest {
    course_id: CourseId,
    title: Title,
    #[serde(flatten)]
    status: RequestStatus,
}

/// What a member asks for.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct MemberRequest {
    member_id: MemberId,
    #[schema(value_type = String)]
    name: Personal<Title, Name>,
    course_id: CourseId,
    title: Title,
    /// Whether the course is published: else the request can only be declined.
    is_offered: bool,
    #[serde(flatten)]
    status: RequestStatus,
}

fn deciders(requests: &[Record<EnrolmentRequest>]) -> impl Iterator<Item = MemberId> {
    requests.iter().filter_map(|request| request.value.decided.as_ref()).map(|decided| decided.by)
}

fn status(request: EnrolmentRequest, people: &HashMap<MemberId, Member>) -> RequestStatus {
    let by = request.decided.as_ref().map(|decided| decided.by);
    RequestStatus::new(request, name_of(people, by))
}

/// The caller's own requests, with `None` in the place of those for courses that are not there for them any more.
pub(crate) async fn own<B>(call: &Call<B>, requests: Vec<Record<EnrolmentRequest>>) -> Result<Vec<Option<OwnRequest>>, Problem> {
    let courses = courses::courses_of(&call.tenant, &requests.iter().map(|request| request.value.course_id).collect()).await?;
    let seen = access::seen(call, courses).await?.into_iter().flatten();
    let mut titles: HashMap<CourseId, Title> = seen.map(|course| (course.value.id, course.value.title)).collect();
    let people = people(&call.tenant, deciders(&requests)).await?;
    let own = requests.into_iter().map(|request| {
        let course_id = request.value.course_id;
        titles.remove(&course_id).map(|title| OwnRequest { course_id, title, status: status(request.value, &people) })
    });
    Ok(own.collect())
}

/// Requests with who asks for what, and `None` in the place of those of members who are gone, and of those for whom the caller may not
/// decide: `reach` says what the policies are asked about, if they have not been asked before.
pub(crate) async fn of_members<B>(
    call: &Call<B>,
    requests: Vec<Record<EnrolmentRequest>>,
    reach: Option<fn(&Member) -> Resource>,
) -> Result<Vec<Option<MemberRequest>>, Problem> {
    let people = people(&call.tenant, requests.iter().map(|request| request.value.member_id).chain(deciders(&requests))).await?;
    let courses = courses::courses_of(&call.tenant, &requests.iter().map(|request| request.value.course_id).collect()).await?;
    let courses: HashMap<CourseId, Course> = courses.into_iter().map(|course| (course.value.id, course.value)).collect();
    let mut views = Vec::with_capacity(requests.len());
    for request in requests {
        let request = request.value;
        let view = match people.get(&request.member_id) {
            Some(member) if reach.map_or(Ok(true), |reach| call.permits(&reach(member)))? => {
                let course = courses.get(&request.course_id);
                Some(MemberRequest {
                    member_id: member.id,
                    name: member.name.clone(),
                    course_id: request.course_id,
                    title: course.map_or_else(|| request.title.clone(), |course| course.title.clone()),
                    is_offered: course.is_some_and(|course| course.state == CourseState::Published),
                    status: status(request, &people),
                })
            }
            _ => None,
        };
        views.push(view);
    }
    Ok(views)
}
