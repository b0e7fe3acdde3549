//! GET /v1/admin/people: the members of the workspace by name.

use crate::person::Person;
use domain::api_scope::ApiScope;
use lambda::{App, Audience, Call, Handler, Listing, Method, Problem, Reply, Route};

pub(crate) fn handler() -> Handler {
    Route::new("list-people", Method::Get, "/v1/admin/people", "Members by name")
        .audience(Audience::Administrator)
        .scope(ApiScope::PeopleRead)
        .paged()
        .query("state", "Only members in this state: active or deactivated.")
        .member(handle)
}

async fn handle(app: App, call: Call<()>) -> Result<Reply<Listing<Person>>, Problem> {
    let state = match call.request.query("state") {
        None => None,
        Some("active") => Some("active"),
        Some("deactivated") => Some("deactivated"),
        Some(_) => return Err(Problem::malformed("query.state", "expected active or deactivated")),
    };
    let listed = app.store().list_members(&call.caller.scope, state, &call.request.page()?).await?;
    let items = listed.items.into_iter().map(|member| Person::new(member, app.now())).collect();
    Ok(Reply::ok(Listing { items, next: listed.next }))
}
