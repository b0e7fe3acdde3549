//! DELETE /v1/admin/groups/{group_id}/members/{member_id}: takes a member out of a group.

use domain::api_scope::ApiScope;
use domain::ids::{GroupId, MemberId};
use lambda::{App, Audience, Call, Handler, Method, Problem, Reply, Route};
use serde_json::json;

pub(crate) fn handler() -> Handler {
    Route::new("remove-from-group", Method::Delete, "/v1/admin/groups/{group_id}/members/{member_id}", "Take a member out of a group")
        .audience(Audience::Administrator)
        .scope(ApiScope::PeopleWrite)
        .succeeds_with(&[204])
        .member(handle)
}

async fn handle(app: App, call: Call<()>) -> Result<Reply<()>, Problem> {
    let (group, member): (GroupId, MemberId) = (call.request.path("group_id", "group")?, call.request.path("member_id", "member")?);
    let act = call.act("group.member_removed", format!("group/{group}")).removed(&json!({ "member_id": member }));
    if app.store().leave_group(&call.caller.scope, group, member, &act, app.now()).await? {
        Ok(Reply::ok(()))
    } else {
        Err(Problem::not_found("member of this group"))
    }
}
