//! PUT /v1/team/members/{member_id}/enrolment-requests/{course_id}/decision: a manager approves or declines.

use crate::{
    decision::{Decision, TABLE, decide},
    request_view::MemberRequest,
};
use lambda::{Audience, Call, Handler, Method, Problem, Reply, Route};
use people_model::access::team_member;

pub(crate) fn handler() -> Handler {
    let path = "/v1/team/members/{member_id}/enrolment-requests/{course_id}/decision";
    Route::new("decide-team-request", Method::Put, path, "Approve or decline a report's request for a course")
        .audience(Audience::Manager)
        .member(handle)
        .table(TABLE)
        .example(r#"{"decision": "approved"}"#)
}

async fn handle(call: Call<Decision>) -> Result<Reply<MemberRequest>, Problem> {
    decide(&call, &team_member(&call).await?).await
}
