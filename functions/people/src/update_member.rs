//! PATCH /v1/admin/people/{member_id}: another name, address, manager or region, other roles, deactivation and back.

use crate::{
    invitations,
    person::{self, Person},
};
use domain::{api_scope::ApiScope, email::EmailAddress, ids::MemberId, member::MemberState, personal::Personal, role::Role, title::Title};
use lambda::{App, Audience, Call, Handler, Method, Problem, Reply, Route, nullable};
use serde::Deserialize;
use std::collections::BTreeSet;
use store::{StoreError, members::Member};

/// What is left out stays as it is.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct MemberChange {
    #[schema(value_type = Option<String>)]
    name: Option<Personal<Title>>,
    #[schema(value_type = Option<String>)]
    email: Option<Personal<EmailAddress>>,
    roles: Option<BTreeSet<Role>>,
    state: Option<MemberState>,
    /// Null for nobody.
    #[serde(default, deserialize_with = "nullable")]
    #[schema(value_type = Option<String>)]
    manager_id: Option<Option<MemberId>>,
    /// Null for none.
    #[serde(default, deserialize_with = "nullable")]
    #[schema(value_type = Option<String>)]
    region: Option<Option<Title>>,
    /// Whose people an administrator of regions has.
    #[schema(max_items = 50)]
    regions: Option<BTreeSet<Title>>,
}

impl MemberChange {
    fn applied(&self, before: &Member) -> Result<Member, Problem> {
        let mut after = before.clone();
        after.name = self.name.clone().unwrap_or(after.name);
        after.email = self.email.clone().unwrap_or(after.email);
        after.state = self.state.unwrap_or(after.state);
        after.manager = self.manager_id.unwrap_or(after.manager);
        after.region = self.region.clone().unwrap_or(after.region);
        after.regions = self.regions.clone().unwrap_or(after.regions);
        if let Some(roles) = self.roles.clone() {
            // What no administrator can give, none can take either.
            let kept = before.roles.iter().copied().filter(|role| !role.assignable());
            after.roles = person::given(roles)?.into_iter().chain(kept).collect();
        }
        Ok(after)
    }
}

pub(crate) fn handler() -> Handler {
    Route::new("update-member", Method::Patch, "/v1/admin/people/{member_id}", "Change a member")
        .audience(Audience::PeopleAdministrator)
        .scope(ApiScope::PeopleWrite)
        .versioned_at_will()
        .member(handle)
}

async fn handle(app: App, call: Call<MemberChange>) -> Result<Reply<Person>, Problem> {
    let (scope, now) = (&call.caller.scope, app.now());
    let id: MemberId = call.request.path("member_id", "member")?;
    let act = call.act("member.updated", format!("member/{id}"));
    let before = person::reached(&app, &call, id).await?;
    if call.request.header("if-match").is_some() && call.request.if_match()? != before.version {
        return Err(Problem::changed());
    }
    if before.value.roles.contains(&Role::Support) {
        return Err(Problem::rule("member_id", "this is somebody of support, whose access is granted and ended, not changed"));
    }
    let after = call.request.body.applied(&before.value)?;
    person::may_change(&call, &before.value, &after)?;
    let oneself = call.caller.member().is_ok_and(|caller| caller == id);
    if oneself && (after.state != MemberState::Active || call.caller.has(Role::Admin) && !after.roles.contains(&Role::Admin)) {
        return Err(Problem::rule(
            "member_id",
            "you cannot deactivate yourself or give up your own administration; ask another administrator",
        ));
    }
    if after == before.value {
        let version = before.version;
        return Ok(Reply::ok(Person::new(before, now)).etag(version));
    }
    if after.email != before.value.email {
        invitations::admitted(&invitations::domains(&app, scope).await?, &after.email.0)?;
    }
    let act = act.change(&before.value, &after);
    match app.store().update_member(scope, &before, &after, &act, now).await {
        Ok(None) => Ok(person::stored(before, after, now)),
        Ok(Some(refusal)) => Err(person::refused(refusal)),
        Err(StoreError::Conflict) => Err(Problem::changed()),
        Err(error) => Err(error.into()),
    }
}
