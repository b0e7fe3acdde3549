//! GET /v1/admin/people: the members of the workspace by name.

use crate::person::Person;
use lambda::{
    Audience, Call, Handler, Listing, Method, Problem, Reply, Route,
    Table::{Query, QueryIndex},
};
use people_model::{
    member::MemberState,
    members::{self, MembersWanted},
};
use trellis_core::{api_scope::ApiScope, role::Role, title::Title};

pub(crate) fn handler() -> Handler {
    Route::new("list-people", Method::Get, "/v1/admin/people", "List members by name")
        .audience(Audience::PeopleAdministrator)
        .scope(ApiScope::PeopleRead)
        .paged()
        .reversible()
        .searched("Only members whose name or e-mail address contains all of these words; case and accents do not matter.")
        .query_of::<MemberState>("state", "Only members in this state.")
        .query_of::<Role>("role", "Only members with this role.")
        .query_of::<Title>("region", "Only members of this region.")
        .member(handle)
        .table(&[Query, QueryIndex])
}

async fn handle(call: Call<()>) -> Result<Reply<Listing<Person>>, Problem> {
    let (state, role) = (call.request.query_of("state")?, call.request.query_of("role")?);
    let region = call.request.query_of::<Title>("region")?.map(String::from);
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
    let words = call.request.search()?.map(String::from).filter(|words| !words.is_empty());
    let wanted = MembersWanted { words, state, role, regions };
    let listed = members::list_members(&call.tenant, &wanted, &call.page()?).await?;
    let items = listed.items.into_iter().map(|member| Person::new(member, call.app.now())).collect();
    Ok(Reply::ok(Listing { items, next: listed.next }))
}
