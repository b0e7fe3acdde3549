//! GET /v1/admin/people/{member_id}: one member.

use crate::person::{self, Person};
use domain::api_scope::ApiScope;
use domain::ids::MemberId;
use lambda::{App, Audience, Call, Handler, Method, Problem, Reply, Route};

pub(crate) fn handler() -> Handler {
    Route::new("get-member", Method::Get, "/v1/admin/people/{member_id}", "A member")
        .audience(Audience::PeopleAdministrator)
        .scope(ApiScope::PeopleRead)
        .member(handle)
}

async fn handle(app: App, call: Call<()>) -> Result<Reply<Person>, Problem> {
    let id: MemberId = call.request.path("member_id", "member")?;
    let member = person::reached(&app, &call, id).await?;
    let version = member.version;
    Ok(Reply::ok(Person::new(member, app.now())).etag(version))
}
