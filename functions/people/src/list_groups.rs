//! GET /v1/admin/groups: the groups of the workspace by name.

use crate::group_view::GroupView;
use domain::api_scope::ApiScope;
use lambda::{App, Audience, Call, Handler, Listing, Method, Problem, Reply, Route};

pub(crate) fn handler() -> Handler {
    Route::new("list-groups", Method::Get, "/v1/admin/groups", "Groups by name")
        .audience(Audience::Administrator)
        .scope(ApiScope::PeopleRead)
        .paged()
        .reversible()
        .member(handle)
}

async fn handle(app: App, call: Call<()>) -> Result<Reply<Listing<GroupView>>, Problem> {
    let listed = app.store().list_groups(&call.caller.scope, &call.request.page()?).await?;
    Ok(Reply::ok(Listing { items: listed.items.into_iter().map(GroupView::from).collect(), next: listed.next }))
}
