//! DELETE /v1/admin/groups/{group_id}: the group is gone; its members stay.

use lambda::{
    Audience, Call, Handler, Method, Problem, Reply, Route,
    Table::{DeleteItem, GetItem, PutItem},
};
use people_model::{groups, ids::GroupId};
use trellis_core::api_scope::ApiScope;

pub(crate) fn handler() -> Handler {
    Route::new("delete-group", Method::Delete, "/v1/admin/groups/{group_id}", "Delete a group")
        .audience(Audience::Administrator)
        .scope(ApiScope::PeopleWrite)
        .succeeds_with(&[204])
        .member(handle)
        .table(&[DeleteItem, GetItem, PutItem])
}

async fn handle(call: Call<()>) -> Result<Reply<()>, Problem> {
    let id: GroupId = call.request.path("group_id", "group")?;
    let group = groups::group(&call.tenant, id).await?.ok_or_else(|| Problem::not_found("group"))?;
    let act = call.act("group.deleted", format!("group/{id}")).removed(&group.value);
    groups::delete_group(&call.tenant, &group, &act).await?;
    Ok(Reply::ok(()))
}
