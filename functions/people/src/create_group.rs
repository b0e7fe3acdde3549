//! POST /v1/admin/groups: a new group.

use crate::group_view::{GroupDraft, GroupView};
use lambda::{
    Audience, Call, Handler, Method, Problem, Reply, Route,
    Table::{GetItem, PutItem},
};
use people_model::{
    groups::{self, Group},
    ids::GroupId,
};
use trellis_core::api_scope::ApiScope;

pub(crate) fn handler() -> Handler {
    Route::new("create-group", Method::Post, "/v1/admin/groups", "Create a group")
        .audience(Audience::Administrator)
        .scope(ApiScope::PeopleWrite)
        .idempotent()
        .succeeds_with(&[201])
        .member(handle)
        .table(&[GetItem, PutItem])
        .example(r#"{"name": "Night shift"}"#)
}

async fn handle(call: Call<GroupDraft>) -> Result<Reply<GroupView>, Problem> {
    let (attempt, id) = (call.attempt()?, GroupId::random());
    let act = call.act("group.created", format!("group/{id}"));
    let group = Group { id, name: call.request.body.name };
    let act = act.made(&group);
    let (id, _) = groups::create_group(&call.tenant, group, attempt.as_ref(), &act).await?;
    let group = groups::group(&call.tenant, id).await?.ok_or_else(|| Problem::not_found("group"))?;
    let version = group.version;
    Ok(Reply::created(GroupView::from(group)).etag(version))
}
