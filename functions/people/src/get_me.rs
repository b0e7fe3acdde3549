//! GET /v1/me: who one is.

use crate::person;
use lambda::{Call, Caller, Handler, Method, Permission, Problem, Reply, Route, Table::GetItem};
use people_model::members::{self, Member};
use serde::Serialize;
use std::collections::BTreeSet;
use trellis_core::{
    email::EmailAddress,
    ids::{MemberId, WorkspaceId},
    locale::Locale,
    personal::{Contact, Name, Personal},
    role::{Role, need_second_factor},
    title::Title,
};

/// What one's roles ask for besides a code by e-mail.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
enum SecondFactor {
    NotNeeded,
    /// Some of the roles count only after signing in with password and authenticator app, and do not count now:
    /// `POST /v1/me/second-factor` begins to set them up.
    Required,
    /// Shown at this sign-in.
    Shown,
}

#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct Me {
    member_id: MemberId,
    workspace: WorkspaceId,
    #[schema(value_type = String)]
    name: Personal<Title, Name>,
    #[schema(value_type = String)]
    email: Personal<EmailAddress, Contact>,
    /// Those that one has, whether they count in this session or not.
    roles: BTreeSet<Role>,
    /// What one may do in this session.
    permissions: BTreeSet<Permission>,
    /// The roles that one may give to members and take from them. Everybody is a learner, so this is not among them.
    grantable_roles: BTreeSet<Role>,
    second_factor: SecondFactor,
    /// The language that one has chosen; the workspace's if absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    locale: Option<Locale>,
}

impl Me {
    pub(crate) fn new(me: Member, caller: &Caller) -> Self {
        let second_factor = match (need_second_factor(&me.roles), need_second_factor(&caller.roles)) {
            (false, _) => SecondFactor::NotNeeded,
            (true, true) => SecondFactor::Shown,
            (true, false) => SecondFactor::Required,
        };
        let workspace = caller.scope.workspace().clone();
        Self {
            member_id: me.id,
            workspace,
            name: me.name,
            email: me.email,
            roles: me.roles,
            permissions: Permission::of(&caller.roles),
            grantable_roles: person::grantable_roles(caller),
            second_factor,
            locale: me.locale,
        }
    }
}

pub(crate) fn handler() -> Handler {
    Route::new("get-me", Method::Get, "/v1/me", "Get your profile and roles").member(handle).table(&[GetItem])
}

async fn handle(call: Call<()>) -> Result<Reply<Me>, Problem> {
    let member = members::member(&call.tenant, call.caller.member()?).await?.ok_or_else(|| Problem::not_found("member"))?;
    Ok(Reply::ok(Me::new(member.value, &call.caller)))
}
