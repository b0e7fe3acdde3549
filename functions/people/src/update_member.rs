//! PATCH /v1/admin/people/{member_id}: another name, address, manager or region, other roles, deactivation and back.

use crate::{
    invitations::{self, GivenRoles, Regions},
    person::{self, Person},
};
use lambda::{
    Audience, Call, Handler, Method, Problem, Reply, Route,
    Table::{DeleteItem, GetItem, PutItem, UpdateItem},
    nullable,
};
use people_model::{member::MemberState, member_changes, members::Member};
use serde::Deserialize;
use std::collections::BTreeSet;
use trellis_core::{
    api_scope::ApiScope,
    email::EmailAddress,
    ids::MemberId,
    personal::{Contact, Name, Personal},
    role::Role,
    title::Title,
};

/// What is left out stays as it is.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct MemberChange {
    #[schema(value_type = Option<Title>)]
    name: Option<Personal<Title, Name>>,
    #[schema(value_type = Option<EmailAddress>)]
    email: Option<Personal<EmailAddress, Contact>>,
    roles: Option<GivenRoles>,
    state: Option<MemberState>,
    /// Null for nobody.
    #[serde(default, deserialize_with = "nullable")]
    #[schema(value_type = Option<MemberId>)]
    manager_id: Option<Option<MemberId>>,
    /// Null for none.
    #[serde(default, deserialize_with = "nullable")]
    #[schema(value_type = Option<Title>)]
    region: Option<Option<Title>>,
    /// Whose people an administrator of regions has.
    regions: Option<Regions>,
}

impl MemberChange {
    fn applied(&self, before: &Member) -> Result<Member, Problem> {
        let mut after = before.clone();
        after.name = self.name.clone().unwrap_or(after.name);
        after.email = self.email.clone().unwrap_or(after.email);
        after.state = self.state.unwrap_or(after.state);
        after.manager = self.manager_id.unwrap_or(after.manager);
        after.region = self.region.clone().unwrap_or(after.region);
        after.regions = self.regions.clone().map_or(after.regions, |regions| regions.0);
        // Whoever sends back what they have read changes nothing.
        if let Some(GivenRoles(roles)) = self.roles.clone().filter(|roles| roles.0 != before.roles) {
            // What no administrator can give, none can take either.
            let kept: BTreeSet<Role> = before.roles.iter().copied().filter(|role| !role.assignable()).collect();
            after.roles = person::given(&roles - &kept)?.into_iter().chain(kept).collect();
        }
        Ok(after)
    }
}

pub(crate) fn handler() -> Handler {
    Route::new("update-member", Method::Patch, "/v1/admin/people/{member_id}", "Update a member")
        .audience(Audience::PeopleAdministrator)
        .scope(ApiScope::PeopleWrite)
        .versioned_at_will()
        .member(handle)
        .table(&[DeleteItem, GetItem, PutItem, UpdateItem])
        .example(r#"{"roles": ["learner", "manager"]}"#)
}

async fn handle(call: Call<MemberChange>) -> Result<Reply<Person>, Problem> {
    let now = call.app.now();
    let id: MemberId = call.request.path("member_id", "member")?;
    let act = call.act("member.updated", format!("member/{id}"));
    let before = person::reached(&call, id).await?;
    if call.request.header("if-match").is_some() {
        before.expect(call.request.if_match()?)?;
    }
    if !before.value.editable() {
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
        invitations::admitted(&invitations::domains(&call.tenant).await?, &after.email.0)?;
    }
    let act = act.change(&before.value, &after);
    match member_changes::update_member(&call.tenant, &before, &after, &act).await.map_err(Problem::of_update)? {
        None => Ok(person::stored(before, after, now)),
        Some(refusal) => Err(person::refused(refusal)),
    }
}
