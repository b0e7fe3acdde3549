//! GET /v1/team/members/{member_id}: somebody who reports to the caller, directly or through others.

use crate::team_member::TeamMember;
use lambda::{Audience, Call, Handler, Method, Problem, Reply, Route, Table::GetItem};
use people_model::access::team_member;

pub(crate) fn handler() -> Handler {
    Route::new("get-team-member", Method::Get, "/v1/team/members/{member_id}", "Get one of your reports")
        .audience(Audience::Manager)
        .member(handle)
        .table(&[GetItem])
}

async fn handle(call: Call<()>) -> Result<Reply<TeamMember>, Problem> {
    Ok(Reply::ok(TeamMember::new(team_member(&call).await?, call.app.now())))
}
