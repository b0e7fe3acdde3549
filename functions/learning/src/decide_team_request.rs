//! PUT /v1/team/members/{member_id}/enrolment-requests/{course_id}/decision: a manager approves or declines.

use crate::{
    decision::{Decision, TABLE, decide},
    request_view::MemberRequest,
};
use lambda::{Audience, Call, Handler, Method, Problem, Reply, Route};
use people_model::{access::resource, reporting};
use trellis_core::ids::MemberId;

pub(crate) fn handler() -> Handler {
    let path = "/v1/team/members/{member_id}/enrolment-requests/{course_id}/decision";
    Route::new("decide-team-request", Method::Put, path, "Approve or decline a report's request for a course")
        .audience(Audience::Manager)
        .member(handle)
        .table(TABLE)
        .example(r#"{"decision": "approved"}"#)
}

/// Whoever is not of the team does not exist here, whether they exist elsewhere or not.
async fn handle(call: Call<Decision>) -> Result<Reply<MemberRequest>, Problem> {
    let id: MemberId = call.request.path("member_id", "member")?;
    let unknown = || Problem::not_found("member of your team");
    let (member, managers) = reporting::member_and_managers(&call.tenant, id).await?.ok_or_else(unknown)?;
    if !call.permits(&resource(id, &managers, None))? {
        return Err(unknown());
    }
    decide(&call, &member).await
}
