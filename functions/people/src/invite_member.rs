//! POST /v1/admin/people: invites a member by e-mail.

use crate::person::{self, Person};
use domain::{api_scope::ApiScope, email::EmailAddress, ids::MemberId, member::MemberState, personal::Personal, role::Role, title::Title};
use lambda::{App, Audience, Call, Handler, Method, Problem, Reply, Route};
use serde::Deserialize;
use std::collections::BTreeSet;
use store::members::{Invited, Member};

#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct NewMember {
    #[schema(value_type = String)]
    email: Personal<EmailAddress>,
    #[schema(value_type = String)]
    name: Personal<Title>,
    /// Everybody is a learner; further roles are named here.
    #[serde(default)]
    roles: BTreeSet<Role>,
}

pub(crate) fn handler() -> Handler {
    Route::new("invite-member", Method::Post, "/v1/admin/people", "Invite a member by e-mail")
        .audience(Audience::Administrator)
        .scope(ApiScope::PeopleWrite)
        .idempotent()
        .succeeds_with(&[201])
        .member(handle)
}

async fn handle(app: App, call: Call<NewMember>) -> Result<Reply<Person>, Problem> {
    let (attempt, id) = (call.attempt()?, MemberId::random());
    let act = call.act("member.invited", format!("member/{id}"));
    let (scope, NewMember { email, name, roles }) = (&call.caller.scope, call.request.body);
    let roles = person::given(roles)?;
    person::may_give(&call.caller, &BTreeSet::new(), &roles)?;
    let member = Member { id, name, email, roles, state: MemberState::Active };
    let act = act.made(&member);
    let Invited::Member(id, _) = app.store().invite_member(scope, member, attempt.as_ref(), &act, app.now()).await? else {
        return Err(Problem::conflict("address-taken", "A member of this workspace has this e-mail address already."));
    };
    let member = app.store().member(scope, id).await?.ok_or_else(|| Problem::not_found("member"))?;
    let version = member.version;
    Ok(Reply::created(Person::from(member)).etag(version))
}
