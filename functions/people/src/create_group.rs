//! POST /v1/admin/groups: a new group.

use crate::group_view::{GroupDraft, GroupView};
use domain::api_scope::ApiScope;
use domain::ids::GroupId;
use lambda::{App, Audience, Call, Handler, Method, Problem, Reply, Route};
use store::groups::Group;

pub(crate) fn handler() -> Handler {
    Route::new("create-group", Method::Post, "/v1/admin/groups", "Make a group")
        .audience(Audience::Administrator)
        .scope(ApiScope::PeopleWrite)
        .idempotent()
        .succeeds_with(&[201])
        .member(handle)
}

async fn handle(app: App, call: Call<GroupDraft>) -> Result<Reply<GroupView>, Problem> {
    let (attempt, id, now) = (call.attempt()?, GroupId::random(), app.now());
    let act = call.act("group.created", format!("group/{id}"));
    let group = Group { id, name: call.request.body.name };
    let act = act.made(&group);
    let (id, _) = app.store().create_group(&call.caller.scope, group, attempt.as_ref(), &act, now).await?;
    let group = app.store().group(&call.caller.scope, id).await?.ok_or_else(|| Problem::not_found("group"))?;
    let version = group.version;
    Ok(Reply::created(GroupView::from(group)).etag(version))
}
