//! GET /v1/team/members/{member_id}: somebody who reports to the caller, directly or through others.

use crate::team_member::TeamMember;
use domain::ids::MemberId;
use lambda::{App, Audience, Call, Handler, Method, Problem, Reply, Route};

pub(crate) fn handler() -> Handler {
    Route::new("get-team-member", Method::Get, "/v1/team/members/{member_id}", "Somebody of the caller's team")
        .audience(Audience::Manager)
        .member(handle)
}

/// Whoever is not of the team does not exist here, whether they exist elsewhere or not.
async fn handle(app: App, call: Call<()>) -> Result<Reply<TeamMember>, Problem> {
    let id: MemberId = call.request.path("member_id", "member")?;
    let member = app.store().report_of(&call.caller.scope, call.caller.member()?, id).await?;
    let member = member.ok_or_else(|| Problem::not_found("member of your team"))?;
    Ok(Reply::ok(TeamMember::new(member, app.now())))
}
