//! GET /v1/admin/groups/{group_id}/members: who is in a group.

use crate::person::Person;
use lambda::{
    Audience, Call, Handler, Listing, Method, Problem, Reply, Route,
    Table::{BatchGetItem, GetItem, QueryIndex},
};
use people_model::{groups, ids::GroupId};
use trellis_core::api_scope::ApiScope;

pub(crate) fn handler() -> Handler {
    Route::new("list-group-members", Method::Get, "/v1/admin/groups/{group_id}/members", "List the members of a group")
        .audience(Audience::Administrator)
        .scope(ApiScope::PeopleRead)
        .paged()
        .reversible()
        .member(handle)
        .table(&[BatchGetItem, GetItem, QueryIndex])
}

async fn handle(call: Call<()>) -> Result<Reply<Listing<Person>>, Problem> {
    let id: GroupId = call.request.path("group_id", "group")?;
    let page = call.page()?;
    groups::group(&call.tenant, id).await?.ok_or_else(|| Problem::not_found("group"))?;
    let listed = groups::group_members(&call.tenant, id, &page).await?;
    let items = listed.items.into_iter().map(|member| Person::new(member, call.app.now())).collect();
    Ok(Reply::ok(Listing { items, next: listed.next }))
}
