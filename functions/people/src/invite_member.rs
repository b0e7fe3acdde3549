//! POST /v1/admin/people: invites a member by e-mail.

use crate::{
    invitations::{self, NewMember},
    person::{self, Person},
};
use lambda::{
    Audience, Call, Handler, Method, Problem, Reply, Route,
    Table::{GetItem, PutItem, UpdateItem},
};
use people_model::{
    member_changes,
    members::{self, Invited},
};
use trellis_core::api_scope::ApiScope;

pub(crate) fn handler() -> Handler {
    Route::new("invite-member", Method::Post, "/v1/admin/people", "Invite a member by e-mail")
        .audience(Audience::PeopleAdministrator)
        .scope(ApiScope::PeopleWrite)
        .idempotent()
        .succeeds_with(&[201])
        .member(handle)
        .table(&[GetItem, PutItem, UpdateItem])
        .example(r#"{"email": "new@acme.example", "name": "New Colleague", "roles": ["author"]}"#)
}

async fn handle(call: Call<NewMember>) -> Result<Reply<Person>, Problem> {
    let (attempt, act, now) = (call.attempt()?, call.act("member.invited", ""), call.app.now());
    let domains = invitations::domains(&call.tenant).await?;
    let member = call.request.body.clone().member(&call, &domains, now)?;
    let act = act.on(format!("member/{}", member.id)).made(&member);
    let id = match member_changes::invite_member(&call.tenant, member, attempt.as_ref(), &act).await? {
        Invited::Member(id, _) => id,
        Invited::Refused(refusal) => return Err(person::refused(refusal)),
    };
    let member = members::member(&call.tenant, id).await?.ok_or_else(|| Problem::not_found("member"))?;
    let version = member.version;
    Ok(Reply::created(Person::new(member, now)).etag(version))
}
