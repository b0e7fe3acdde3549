//! GET /v1/team/members/{member_id}: somebody who reports to the caller, directly or through others.

use crate::team_member::TeamMember;
use lambda::{Audience, Call, Handler, Method, Problem, Reply, Route, Table::GetItem};
use people_model::{access::resource, reporting};
use trellis_core::ids::MemberId;

pub(crate) fn handler() -> Handler {
    Route::new("get-team-member", Method::Get, "/v1/team/members/{member_id}", "Get one of your reports")
        .audience(Audience::Manager)
        .member(handle)
        .table(&[GetItem])
}

/// Whoever is not of the team does not exist here, whether they exist elsewhere or not.
async fn handle(call: Call<()>) -> Result<Reply<TeamMember>, Problem> {
    let id: MemberId = call.request.path("member_id", "member")?;
    let unknown = || Problem::not_found("member of your team");
    let (member, managers) = reporting::member_and_managers(&call.tenant, id).await?.ok_or_else(unknown)?;
    if !call.permits(&resource(id, &managers, None))? {
        return Err(unknown());
    }
    Ok(Reply::ok(TeamMember::new(member, call.app.now())))
}
