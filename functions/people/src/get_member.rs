//! GET /v1/admin/people/{member_id}: one member.

use crate::person::{self, Person};
use lambda::{Audience, Call, Handler, Method, Problem, Reply, Route, Table::GetItem};
use trellis_core::{api_scope::ApiScope, ids::MemberId};

pub(crate) fn handler() -> Handler {
    Route::new("get-member", Method::Get, "/v1/admin/people/{member_id}", "Get a member")
        .audience(Audience::PeopleAdministrator)
        .scope(ApiScope::PeopleRead)
        .member(handle)
        .table(&[GetItem])
}

async fn handle(call: Call<()>) -> Result<Reply<Person>, Problem> {
    let id: MemberId = call.request.path("member_id", "member")?;
    let member = person::reached(&call, id).await?;
    let version = member.version;
    Ok(Reply::ok(Person::new(member, call.app.now())).etag(version))
}
