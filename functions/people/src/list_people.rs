//! GET /v1/admin/people: the members of the workspace by name.

use crate::person::Person;
use domain::{api_scope::ApiScope, member::MemberState, role::Role};
use lambda::{App, Audience, Call, Handler, Listing, Method, Problem, Reply, Route};
use store::members::MembersWanted;

pub(crate) fn handler() -> Handler {
    Route::new("list-people", Method::Get, "/v1/admin/people", "Members by name")
        .audience(Audience::PeopleAdministrator)
        .scope(ApiScope::PeopleRead)
        .paged()
        .query("q", "Only members whose names begin like this.")
        .query("state", "Only members in this state: active or deactivated.")
        .query("role", "Only members with this role.")
        .query("region", "Only members of this region.")
        .member(handle)
}

async fn handle(app: App, call: Call<()>) -> Result<Reply<Listing<Person>>, Problem> {
    let state = match call.request.query("state") {
        None => None,
        Some("active") => Some(MemberState::Active),
        Some("deactivated") => Some(MemberState::Deactivated),
        Some(_) => return Err(Problem::malformed("query.state", "expected active or deactivated")),
    };
    let role = call
        .request
        .query("role")
        .map(|name| Role::from_name(name).ok_or_else(|| Problem::malformed("query.role", "there is no such role")));
    let region = call.request.query("region").map(str::to_owned);
    let regions = match call.caller.regions() {
        None => region.into_iter().collect(),
        Some(own) => {
            let regions: Vec<String> = own.iter().filter(|own| region.as_ref().is_none_or(|region| region == *own)).cloned().collect();
            if regions.is_empty() {
                return Ok(Reply::ok(Listing { items: Vec::new(), next: None }));
            }
            regions
        }
    };
    let wanted = MembersWanted { name: call.request.query("q").map(str::to_owned), state, role: role.transpose()?, regions };
    let listed = app.store().list_members(&call.caller.scope, &wanted, &call.request.page()?).await?;
    let items = listed.items.into_iter().map(|member| Person::new(member, app.now())).collect();
    Ok(Reply::ok(Listing { items, next: listed.next }))
}
