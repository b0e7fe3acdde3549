//! PUT /v1/admin/groups/{group_id}/members/{member_id}: puts a member into a group.

use lambda::{
    Audience, Call, Handler, Method, Problem, Reply, Route,
    Table::{DeleteItem, GetItem, PutItem, Query, UpdateItem},
};
use people_model::{
    groups::{self, Joined, MOST_GROUPS},
    ids::GroupId,
};
use serde_json::json;
use trellis_core::{api_scope::ApiScope, ids::MemberId};

pub(crate) fn handler() -> Handler {
    Route::new("add-to-group", Method::Put, "/v1/admin/groups/{group_id}/members/{member_id}", "Add a member to a group")
        .audience(Audience::Administrator)
        .scope(ApiScope::PeopleWrite)
        .succeeds_with(&[204])
        .member(handle)
        .table(&[DeleteItem, GetItem, PutItem, Query, UpdateItem])
}

async fn handle(call: Call<()>) -> Result<Reply<()>, Problem> {
    let (group, member): (GroupId, MemberId) = (call.request.path("group_id", "group")?, call.request.path("member_id", "member")?);
    let act = call.act("group.member_added", format!("group/{group}")).made(&json!({ "member_id": member }));
    match groups::join_group(&call.tenant, group, member, &act).await? {
        Joined::Now | Joined::Before => Ok(Reply::ok(())),
        Joined::NoGroup => Err(Problem::not_found("group")),
        Joined::NoMember => Err(Problem::not_found("member")),
        Joined::TooMany => Err(Problem::rule("member_id", format!("a member can be in {} groups at most", MOST_GROUPS))),
    }
}
