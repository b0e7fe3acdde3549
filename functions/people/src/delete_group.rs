//! DELETE /v1/admin/groups/{group_id}: the group is gone; its members stay.

use domain::api_scope::ApiScope;
use domain::ids::GroupId;
use lambda::{App, Audience, Call, Handler, Method, Problem, Reply, Route};

pub(crate) fn handler() -> Handler {
    Route::new("delete-group", Method::Delete, "/v1/admin/groups/{group_id}", "Remove a group")
        .audience(Audience::Administrator)
        .scope(ApiScope::PeopleWrite)
        .succeeds_with(&[204])
        .member(handle)
}

async fn handle(app: App, call: Call<()>) -> Result<Reply<()>, Problem> {
    let id: GroupId = call.request.path("group_id", "group")?;
    let group = app.store().group(&call.caller.scope, id).await?.ok_or_else(|| Problem::not_found("group"))?;
    let act = call.act("group.deleted", format!("group/{id}")).removed(&group.value);
    app.store().delete_group(&call.caller.scope, &group, &act, app.now()).await?;
    Ok(Reply::ok(()))
}
