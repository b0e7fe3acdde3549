//! DELETE /v1/admin/groups/{group_id}/members/{member_id}: takes a member out of a group.

use lambda::{
    Audience, Call, Handler, Method, Problem, Reply, Route,
    Table::{DeleteItem, PutItem, UpdateItem},
};
use people_model::{groups, ids::GroupId};
use serde_json::json;
use trellis_core::{api_scope::ApiScope, ids::MemberId};

pub(crate) fn handler() -> Handler {
    Route::new("remove-from-group", Method::Delete, "/v1/admin/groups/{group_id}/members/{member_id}", "Remove a member from a group")
        .audience(Audience::Administrator)
        .scope(ApiScope::PeopleWrite)
        .succeeds_with(&[204])
        .member(handle)
        .table(&[DeleteItem, PutItem, UpdateItem])
}

async fn handle(call: Call<()>) -> Result<Reply<()>, Problem> {
    let (group, member): (GroupId, MemberId) = (call.request.path("group_id", "group")?, call.request.path("member_id", "member")?);
    let act = call.act("group.member_removed", format!("group/{group}")).removed(&json!({ "member_id": member }));
    if groups::leave_group(&call.tenant, group, member, &act).await? {
        Ok(Reply::ok(()))
    } else {
        Err(Problem::not_found("member of this group"))
    }
}
