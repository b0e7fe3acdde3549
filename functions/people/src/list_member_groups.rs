//! GET /v1/admin/people/{member_id}/groups: the groups of a member.

use crate::{group_view::GroupView, person};
use domain::api_scope::ApiScope;
use domain::ids::MemberId;
use lambda::{App, Audience, Call, Handler, Listing, Method, Problem, Reply, Route};

pub(crate) fn handler() -> Handler {
    Route::new("list-member-groups", Method::Get, "/v1/admin/people/{member_id}/groups", "The groups of a member by name")
        .audience(Audience::PeopleAdministrator)
        .scope(ApiScope::PeopleRead)
        .member(handle)
}

async fn handle(app: App, call: Call<()>) -> Result<Reply<Listing<GroupView>>, Problem> {
    let id: MemberId = call.request.path("member_id", "member")?;
    person::reached(&app, &call, id).await?;
    let groups = app.store().groups_of(&call.caller.scope, id).await?;
    Ok(Reply::ok(Listing { items: groups.into_iter().map(GroupView::from).collect(), next: None }))
}
