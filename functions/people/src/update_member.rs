//! PATCH /v1/admin/people/{member_id}: a new name, other roles, deactivation and back.

use crate::person::{self, Person};
use domain::{
    api_scope::ApiScope,
    ids::MemberId,
    member::MemberState,
    personal::Personal,
    role::{Role, need_second_factor},
    title::Title,
};
use lambda::{App, Audience, Call, Handler, Method, Problem, Reply, Route};
use serde::Deserialize;
use std::collections::BTreeSet;
use store::StoreError;

#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct MemberChange {
    #[schema(value_type = Option<String>)]
    name: Option<Personal<Title>>,
    roles: Option<BTreeSet<Role>>,
    state: Option<MemberState>,
}

pub(crate) fn handler() -> Handler {
    Route::new("update-member", Method::Patch, "/v1/admin/people/{member_id}", "Change a member's name, roles or state")
        .audience(Audience::Administrator)
        .scope(ApiScope::PeopleWrite)
        .member(handle)
}

async fn handle(app: App, call: Call<MemberChange>) -> Result<Reply<Person>, Problem> {
    let (scope, now) = (&call.caller.scope, app.now());
    let id: MemberId = call.request.path("member_id", "member")?;
    let act = call.act("member.updated", format!("member/{id}"));
    let mut member = app.store().member(scope, id).await?.ok_or_else(|| Problem::not_found("member"))?;
    if call.request.header("if-match").is_some() && call.request.if_match()? != member.version {
        return Err(Problem::changed());
    }
    let MemberChange { name, roles, state } = call.request.body;
    let before = member.value.clone();
    if let Some(name) = name {
        member.value.name = name;
    }
    if let Some(roles) = roles {
        member.value.roles = person::given(roles)?;
        person::may_give(&call.caller, &before.roles, &member.value.roles)?;
    }
    member.value.state = state.unwrap_or(member.value.state);
    let after = &member.value;
    let oneself = call.caller.member().is_ok_and(|caller| caller == id);
    if oneself && (after.state != MemberState::Active || !after.roles.contains(&Role::Admin)) {
        return Err(Problem::rule(
            "member_id",
            "you cannot deactivate yourself or give up your own administration; ask another administrator",
        ));
    }
    if *after != before {
        let act = act.change(&before, after);
        // Who gains or loses the roles that need a second factor is told how to sign in from now on.
        let follow = after.state != before.state || need_second_factor(&after.roles) != need_second_factor(&before.roles);
        let changed = app.store().update_member(scope, &member, follow, &act, now).await;
        changed.map_err(|error| if matches!(error, StoreError::Conflict) { Problem::changed() } else { error.into() })?;
        member.version += 1;
    }
    let version = member.version;
    Ok(Reply::ok(Person::from(member)).etag(version))
}
