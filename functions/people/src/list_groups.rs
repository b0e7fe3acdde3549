//! GET /v1/admin/groups: the groups of the workspace by name.

use crate::group_view::GroupView;
use lambda::{Audience, Call, Handler, Listing, Method, Problem, Reply, Route, Table::QueryIndex};
use people_model::groups;
use trellis_core::api_scope::ApiScope;

pub(crate) fn handler() -> Handler {
    Route::new("list-groups", Method::Get, "/v1/admin/groups", "List groups by name")
        .audience(Audience::Administrator)
        .scope(ApiScope::PeopleRead)
        .paged()
        .reversible()
        .member(handle)
        .table(&[QueryIndex])
}

async fn handle(call: Call<()>) -> Result<Reply<Listing<GroupView>>, Problem> {
    let listed = groups::list_groups(&call.tenant, &call.page()?).await?;
    Ok(Reply::ok(Listing { items: listed.items.into_iter().map(GroupView::from).collect(), next: listed.next }))
}
