//! GET /v1/admin/groups/{group_id}: one group.

use crate::group_view::GroupView;
use domain::api_scope::ApiScope;
use domain::ids::GroupId;
use lambda::{App, Audience, Call, Handler, Method, Problem, Reply, Route};

pub(crate) fn handler() -> Handler {
    Route::new("get-group", Method::Get, "/v1/admin/groups/{group_id}", "A group")
        .audience(Audience::Administrator)
        .scope(ApiScope::PeopleRead)
        .member(handle)
}

async fn handle(app: App, call: Call<()>) -> Result<Reply<GroupView>, Problem> {
    let id: GroupId = call.request.path("group_id", "group")?;
    let group = app.store().group(&call.caller.scope, id).await?.ok_or_else(|| Problem::not_found("group"))?;
    let version = group.version;
    Ok(Reply::ok(GroupView::from(group)).etag(version))
}
