//! PUT /v1/admin/groups/{group_id}/members/{member_id}: puts a member into a group.

use domain::api_scope::ApiScope;
use domain::ids::{GroupId, MemberId};
use lambda::{App, Audience, Call, Handler, Method, Problem, Reply, Route};
use serde_json::json;
use store::groups::{Joined, MOST_GROUPS};

pub(crate) fn handler() -> Handler {
    Route::new("add-to-group", Method::Put, "/v1/admin/groups/{group_id}/members/{member_id}", "Put a member into a group")
        .audience(Audience::Administrator)
        .scope(ApiScope::PeopleWrite)
        .succeeds_with(&[204])
        .member(handle)
}

async fn handle(app: App, call: Call<()>) -> Result<Reply<()>, Problem> {
    let (group, member): (GroupId, MemberId) = (call.request.path("group_id", "group")?, call.request.path("member_id", "member")?);
    let act = call.act("group.member_added", format!("group/{group}")).made(&json!({ "member_id": member }));
    match app.store().join_group(&call.caller.scope, group, member, &act, app.now()).await? {
        Joined::Now | Joined::Before => Ok(Reply::ok(())),
        Joined::NoGroup => Err(Problem::not_found("group")),
        Joined::NoMember => Err(Problem::not_found("member")),
        Joined::TooMany => Err(Problem::rule("member_id", format!("a member can be in {MOST_GROUPS} groups at most"))),
    }
}
