//! GET /v1/admin/people/{member_id}/groups: the groups of a member.

use crate::{group_view::GroupView, person};
use lambda::{
    Audience, Call, Handler, Listing, Method, Problem, Reply, Route,
    Table::{BatchGetItem, GetItem, Query},
};
use people_model::groups;
use trellis_core::{api_scope::ApiScope, ids::MemberId};

pub(crate) fn handler() -> Handler {
    Route::new("list-member-groups", Method::Get, "/v1/admin/people/{member_id}/groups", "List a member's groups by name")
        .audience(Audience::PeopleAdministrator)
        .scope(ApiScope::PeopleRead)
        .member(handle)
        .table(&[BatchGetItem, GetItem, Query])
}

async fn handle(call: Call<()>) -> Result<Reply<Listing<GroupView>>, Problem> {
    let id: MemberId = call.request.path("member_id", "member")?;
    person::reached(&call, id).await?;
    let groups = groups::groups_of(&call.tenant, id).await?;
    Ok(Reply::ok(Listing { items: groups.into_iter().map(GroupView::from).collect(), next: None }))
}
