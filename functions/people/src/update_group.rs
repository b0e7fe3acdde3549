//! PATCH /v1/admin/groups/{group_id}: another name.

use crate::group_view::{GroupDraft, GroupView};
use domain::api_scope::ApiScope;
use domain::ids::GroupId;
use lambda::{App, Audience, Call, Handler, Method, Problem, Reply, Route};
use store::StoreError;

pub(crate) fn handler() -> Handler {
    Route::new("update-group", Method::Patch, "/v1/admin/groups/{group_id}", "Rename a group")
        .audience(Audience::Administrator)
        .scope(ApiScope::PeopleWrite)
        .versioned()
        .member(handle)
}

async fn handle(app: App, call: Call<GroupDraft>) -> Result<Reply<GroupView>, Problem> {
    let (scope, now) = (&call.caller.scope, app.now());
    let id: GroupId = call.request.path("group_id", "group")?;
    let version = call.request.if_match()?;
    let mut group = app.store().group(scope, id).await?.ok_or_else(|| Problem::not_found("group"))?;
    if group.version != version {
        return Err(Problem::changed());
    }
    let before = group.value.clone();
    group.value.name = call.request.body.name.clone();
    if group.value != before {
        let act = call.act("group.updated", format!("group/{id}")).change(&before, &group.value);
        let changed = app.store().update_group(scope, &group, &act, now).await;
        changed.map_err(|error| if matches!(error, StoreError::Conflict) { Problem::changed() } else { error.into() })?;
        group.version += 1;
    }
    let version = group.version;
    Ok(Reply::ok(GroupView::from(group)).etag(version))
}
