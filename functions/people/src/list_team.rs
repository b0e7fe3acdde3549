//! GET /v1/team/members: those who report to the caller.

use crate::team_member::TeamMember;
use lambda::{App, Audience, Call, Handler, Listing, Method, Problem, Reply, Route};

pub(crate) fn handler() -> Handler {
    Route::new("list-team", Method::Get, "/v1/team/members", "Those who report to the caller")
        .audience(Audience::Manager)
        .paged()
        .query("depth", "`all` for those who report to them as well; only those who report directly if left out.")
        .member(handle)
}

async fn handle(app: App, call: Call<()>) -> Result<Reply<Listing<TeamMember>>, Problem> {
    let (scope, manager, page) = (&call.caller.scope, call.caller.member()?, call.request.page()?);
    let listed = match call.request.query("depth") {
        None | Some("direct") => app.store().direct_reports(scope, manager, &page).await?,
        Some("all") => app.store().all_reports(scope, manager, &page).await?,
        Some(_) => return Err(Problem::malformed("query.depth", "expected direct or all")),
    };
    let items = listed.items.into_iter().map(|member| TeamMember::new(member, app.now())).collect();
    Ok(Reply::ok(Listing { items, next: listed.next }))
}
