//! GET /v1/admin/people: the members of the workspace by name.

use crate::person::Person;
use domain::api_scope::ApiScope;
use lambda::{App, Audience, Call, Handler, Listing, Method, Problem, Reply, Route};

pub(crate) fn handler() -> Handler {
    Route::new("list-people", Method::Get, "/v1/admin/people", "Members by name")
        .audience(Audience::Administrator)
        .scope(ApiScope::PeopleRead)
        .paged()
        .member(handle)
}

async fn handle(app: App, call: Call<()>) -> Result<Reply<Listing<Person>>, Problem> {
    let listed = app.store().list_members(&call.caller.scope, &call.request.page()?).await?;
    Ok(Reply::ok(Listing { items: listed.items.into_iter().map(Person::from).collect(), next: listed.next }))
}
