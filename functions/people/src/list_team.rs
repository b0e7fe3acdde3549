//! GET /v1/team/members: those who report to the caller.

use crate::team_member::TeamMember;
use lambda::{
    Audience, Call, Handler, Listing, Method, Problem, Reply, Route,
    Table::{BatchGetItem, GetItem, Query},
};
use people_model::reporting;
use serde::Deserialize;
use utoipa::ToSchema;

/// How far down a team goes.
#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum Depth {
    Direct,
    All,
}

pub(crate) fn handler() -> Handler {
    Route::new("list-team", Method::Get, "/v1/team/members", "List your reports")
        .audience(Audience::Manager)
        .paged()
        .query_of::<Depth>("depth", "`all` for those who report to them as well; only those who report directly if left out.")
        .member(handle)
        .table(&[BatchGetItem, GetItem, Query])
}

async fn handle(call: Call<()>) -> Result<Reply<Listing<TeamMember>>, Problem> {
    let (manager, page) = (call.caller.member()?, call.page()?);
    let listed = match call.request.query_of("depth")? {
        None | Some(Depth::Direct) => reporting::direct_reports(&call.tenant, manager, &page).await?,
        Some(Depth::All) => reporting::all_reports(&call.tenant, manager, &page).await?,
    };
    let items = listed.items.into_iter().map(|member| TeamMember::new(member, call.app.now())).collect();
    Ok(Reply::ok(Listing { items, next: listed.next }))
}
