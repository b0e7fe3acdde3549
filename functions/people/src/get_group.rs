//! GET /v1/admin/groups/{group_id}: one group.

use crate::group_view::GroupView;
use lambda::{Audience, Call, Handler, Method, Problem, Reply, Route, Table::GetItem};
use people_model::{groups, ids::GroupId};
use trellis_core::api_scope::ApiScope;

pub(crate) fn handler() -> Handler {
    Route::new("get-group", Method::Get, "/v1/admin/groups/{group_id}", "Get a group")
        .audience(Audience::Administrator)
        .scope(ApiScope::PeopleRead)
        .member(handle)
        .table(&[GetItem])
}

async fn handle(call: Call<()>) -> Result<Reply<GroupView>, Problem> {
    let id: GroupId = call.request.path("group_id", "group")?;
    let group = groups::group(&call.tenant, id).await?.ok_or_else(|| Problem::not_found("group"))?;
    let version = group.version;
    Ok(Reply::ok(GroupView::from(group)).etag(version))
}
