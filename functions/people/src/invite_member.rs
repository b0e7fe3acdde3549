//! POST /v1/admin/people: invites a member by e-mail.

use crate::{
    invitations::{self, NewMember},
    person::{self, Person},
};
use domain::api_scope::ApiScope;
use lambda::{App, Audience, Call, Handler, Method, Problem, Reply, Route};
use store::members::Invited;

pub(crate) fn handler() -> Handler {
    Route::new("invite-member", Method::Post, "/v1/admin/people", "Invite a member by e-mail")
        .audience(Audience::PeopleAdministrator)
        .scope(ApiScope::PeopleWrite)
        .idempotent()
        .succeeds_with(&[201])
        .member(handle)
}

async fn handle(app: App, call: Call<NewMember>) -> Result<Reply<Person>, Problem> {
    let (attempt, act, now) = (call.attempt()?, call.act("member.invited", ""), app.now());
    let scope = &call.caller.scope;
    let domains = invitations::domains(&app, scope).await?;
    let member = call.request.body.clone().member(&call, &domains, now)?;
    let act = act.on(format!("member/{}", member.id)).made(&member);
    let id = match app.store().invite_member(scope, member, attempt.as_ref(), &act, now).await? {
        Invited::Member(id, _) => id,
        Invited::Refused(refusal) => return Err(person::refused(refusal)),
    };
    let member = app.store().member(scope, id).await?.ok_or_else(|| Problem::not_found("member"))?;
    let version = member.version;
    Ok(Reply::created(Person::new(member, now)).etag(version))
}
