//! GET /v1/admin/groups/{group_id}/members: who is in a group.

use crate::person::Person;
use domain::api_scope::ApiScope;
use domain::ids::GroupId;
use lambda::{App, Audience, Call, Handler, Listing, Method, Problem, Reply, Route};

pub(crate) fn handler() -> Handler {
    Route::new("list-group-members", Method::Get, "/v1/admin/groups/{group_id}/members", "The members of a group")
        .audience(Audience::Administrator)
        .scope(ApiScope::PeopleRead)
        .paged()
        .reversible()
        .member(handle)
}

async fn handle(app: App, call: Call<()>) -> Result<Reply<Listing<Person>>, Problem> {
    let id: GroupId = call.request.path("group_id", "group")?;
    let page = call.request.page()?;
    app.store().group(&call.caller.scope, id).await?.ok_or_else(|| Problem::not_found("group"))?;
    let listed = app.store().group_members(&call.caller.scope, id, &page).await?;
    let items = listed.items.into_iter().map(|member| Person::new(member, app.now())).collect();
    Ok(Reply::ok(Listing { items, next: listed.next }))
}
