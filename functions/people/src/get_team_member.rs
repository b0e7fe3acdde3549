//! GET /v1/team/members/{member_id}: somebody who reports to the caller, directly or through others.

use crate::team_member::TeamMember;
use domain::ids::MemberId;
use lambda::{App, Audience, Call, Handler, Method, Problem, Reply, Resource, Route};

pub(crate) fn handler() -> Handler {
    Route::new("get-team-member", Method::Get, "/v1/team/members/{member_id}", "Somebody of the caller's team")
        .audience(Audience::Manager)
        .member(handle)
}

/// Whoever is not of the team does not exist here, whether they exist elsewhere or not.
async fn handle(app: App, call: Call<()>) -> Result<Reply<TeamMember>, Problem> {
    let id: MemberId = call.request.path("member_id", "member")?;
    let unknown = || Problem::not_found("member of your team");
    let (member, managers) = app.store().member_and_managers(&call.caller.scope, id).await?.ok_or_else(unknown)?;
    if !call.permits(&Resource::Member { id, managers, region: None })? {
        return Err(unknown());
    }
    Ok(Reply::ok(TeamMember::new(member, app.now())))
}
