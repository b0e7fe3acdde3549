//! PUT /v1/admin/people/{member_id}/enrolment-requests/{course_id}/decision: an administrator approves or declines.

use crate::{
    decision::{Decision, TABLE, decide},
    request_view::MemberRequest,
};
use lambda::{Audience, Call, Handler, Method, Problem, Reply, Resource, Route};
use people_model::{
    access::resource,
    members::{self, Member},
};
use trellis_core::{ids::MemberId, title::Title};

pub(crate) fn handler() -> Handler {
    let path = "/v1/admin/people/{member_id}/enrolment-requests/{course_id}/decision";
    Route::new("decide-request", Method::Put, path, "Approve or decline a member's request for a course")
        .audience(Audience::PeopleAdministrator)
        .member(handle)
        .table(TABLE)
        .example(r#"{"decision": "declined", "reason": "The course is for site managers."}"#)
}

/// An administrator of regions has those people only.
pub(crate) fn reach(member: &Member) -> Resource {
    resource(member.id, &[], member.region.as_ref().map(Title::as_str))
}

async fn handle(call: Call<Decision>) -> Result<Reply<MemberRequest>, Problem> {
    let id: MemberId = call.request.path("member_id", "member")?;
    let member = members::member(&call.tenant, id).await?.ok_or_else(|| Problem::not_found("member"))?;
    if !call.permits(&reach(&member.value))? {
        return Err(Problem::not_found("member"));
    }
    decide(&call, &member).await
}
