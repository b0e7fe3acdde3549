//! GET /v1/team/members: those who report to the caller.

use crate::team_member::TeamMember;
use lambda::{App, Audience, Call, Handler, Listing, Method, Problem, Reply, Route};
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
    Route::new("list-team", Method::Get, "/v1/team/members", "Those who report to the caller")
        .audience(Audience::Manager)
        .paged()
        .query_of::<Depth>("depth", "`all` for those who report to them as well; only those who report directly if left out.")
        .member(handle)
}

async fn handle(app: App, call: Call<()>) -> Result<Reply<Listing<TeamMember>>, Problem> {
    let (scope, manager, page) = (&call.caller.scope, call.caller.member()?, call.request.page()?);
    let listed = match call.request.query_of("depth")? {
        None | Some(Depth::Direct) => app.store().direct_reports(scope, manager, &page).await?,
        Some(Depth::All) => app.store().all_reports(scope, manager, &page).await?,
    };
    let items = listed.items.into_iter().map(|member| TeamMember::new(member, app.now())).collect();
    Ok(Reply::ok(Listing { items, next: listed.next }))
}
