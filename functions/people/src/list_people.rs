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
        .reversible()
        .query("q", "Only members whose names begin like this.")
        .query_of::<MemberState>("state", "Only members in this state.")
        .query_of::<Role>("role", "Only members with this role.")
        .query("region", "Only members of this region.")
        .member(handle)
}

async fn handle(app: App, call: Call<()>) -> Result<Reply<Listing<Person>>, Problem> {
    let (state, role) = (call.request.query_of("state")?, call.request.query_of("role")?);
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
    let wanted = MembersWanted { name: call.request.query("q").map(str::to_owned), state, role, regions };
    let listed = app.store().list_members(&call.caller.scope, &wanted, &call.request.page()?).await?;
    let items = listed.items.into_iter().map(|member| Person::new(member, app.now())).collect();
    Ok(Reply::ok(Listing { items, next: listed.next }))
}
