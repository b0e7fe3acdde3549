//! PATCH /v1/admin/groups/{group_id}: another name.

use crate::group_view::{GroupDraft, GroupView};
use lambda::{
    Audience, Call, Handler, Method, Problem, Reply, Route,
    Table::{GetItem, PutItem},
};
use people_model::{groups, ids::GroupId};
use trellis_core::api_scope::ApiScope;

pub(crate) fn handler() -> Handler {
    Route::new("update-group", Method::Patch, "/v1/admin/groups/{group_id}", "Rename a group")
        .audience(Audience::Administrator)
        .scope(ApiScope::PeopleWrite)
        .versioned()
        .member(handle)
        .table(&[GetItem, PutItem])
        .example(r#"{"name": "Early shift"}"#)
}

async fn handle(call: Call<GroupDraft>) -> Result<Reply<GroupView>, Problem> {
    let id: GroupId = call.request.path("group_id", "group")?;
    let version = call.request.if_match()?;
    let mut group = groups::group(&call.tenant, id).await?.ok_or_else(|| Problem::not_found("group"))?;
    group.expect(version)?;
    let before = group.value.clone();
    group.value.name = call.request.body.name.clone();
    if group.value != before {
        let act = call.act("group.updated", format!("group/{id}")).change(&before, &group.value);
        group = groups::update_group(&call.tenant, group, &act).await.map_err(Problem::of_update)?;
    }
    let version = group.version;
    Ok(Reply::ok(GroupView::from(group)).etag(version))
}
