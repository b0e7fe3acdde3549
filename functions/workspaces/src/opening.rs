//! Opening a workspace: its entry in the registry, its usage key, its first administrator. Every step can be taken again, and only the
//! last one lets anybody in, so an opening that died half-way is finished by asking for it once more.

use crate::usage_keys::{UsageKeyError, UsageKeys};
use lambda::{App, FunctionError, OperatorScope, Problem};
use people_model::{member_changes, members::Member};
use serde::Deserialize;
use std::collections::BTreeSet;
use table::{Record, TableError, Tenant, audit::Act, idempotency::Attempt};
use trellis_core::{
    email::EmailAddress,
    ids::WorkspaceId,
    personal::{Contact, Name, Personal},
    role::Role,
    title::Title,
};
use ulid::Ulid;
use workspaces_model::workspaces::{self, Registered, Workspace, WorkspaceState};

/// Who is invited first.
#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Administrator {
    #[schema(value_type = EmailAddress)]
    pub(crate) email: Personal<EmailAddress, Contact>,
    #[schema(value_type = Title)]
    pub(crate) name: Personal<Title, Name>,
}

/// What is to be opened.
pub(crate) struct Opening {
    /// As it is to be registered, if it is not there yet.
    pub(crate) workspace: Workspace,
    pub(crate) administrator: Administrator,
    pub(crate) attempt: Option<Attempt>,
    /// The opening, for the audit log.
    pub(crate) act: Act,
    /// Whether the administrator is invited to a workspace that has been open for long.
    pub(crate) again: bool,
}

/// Why a workspace is not open now.
#[derive(Debug, thiserror::Error)]
pub(crate) enum OpeningError {
    #[error("there is a workspace of this name")]
    NameTaken,
    #[error("another workspace has this host name")]
    HostTaken,
    #[error("the registry has lost the workspace")]
    Lost,
    #[error(transparent)]
    Table(#[from] TableError),
    #[error(transparent)]
    UsageKey(#[from] UsageKeyError),
    #[error(transparent)]
    Setting(#[from] lambda::SettingMissing),
}

impl From<OpeningError> for FunctionError {
    fn from(error: OpeningError) -> Self {
        Self::failed(error)
    }
}

impl From<OpeningError> for Problem {
    fn from(error: OpeningError) -> Self {
        match error {
            OpeningError::NameTaken => Self::conflict("workspace-taken", "There is a workspace of this name already."),
            OpeningError::HostTaken => host_taken(),
            OpeningError::Lost => Self::internal(error),
            OpeningError::Table(error) => error.into(),
            OpeningError::UsageKey(error) => error.into(),
            OpeningError::Setting(error) => error.into(),
        }
    }
}

/// Another workspace has the host name.
pub(crate) fn host_taken() -> Problem {
    Problem::conflict("host-taken", "Another workspace has this custom domain.")
}

/// A workspace as it begins: what an operator does not say.
pub(crate) fn beginning(
    app: &App,
    id: WorkspaceId,
    name: Title,
    tier: workspaces_model::workspaces::Tier,
) -> Result<Workspace, lambda::SettingMissing> {
    Ok(Workspace {
        usage_key: format!("{id}-{}", Ulid::generate()),
        id,
        name,
        state: WorkspaceState::Opening,
        tier,
        home_region: app.settings().require("AWS_REGION")?.to_owned(),
        locale: trellis_core::locale::Locale::default(),
        time_zone: trellis_core::locale::TimeZoneName::default(),
        branding: workspaces_model::branding::Branding::default(),
        logo: None,
        email_domains: BTreeSet::new(),
        custom_domain: None,
        courses_need_review: false,
        retention_days: workspaces_model::workspaces::two_years(),
        closed_at: None,
    })
}

/// Opens a workspace, or finishes its opening; `true` if it was not open before.
pub(crate) async fn open(app: &App, operators: &OperatorScope, opening: Opening) -> Result<(Record<Workspace>, bool), OpeningError> {
    let now = app.now();
    let Opening { workspace, administrator, attempt, act, again } = opening;
    let id = workspace.id.clone();
    let registered = workspaces::register_workspace(&app.operation(), operators, workspace, attempt.as_ref(), &act).await?;
    if registered == Registered::HostTaken {
        return Err(OpeningError::HostTaken);
    }
    let (scope, entry) = workspaces::workspace(&app.operation(), &id).await?.ok_or(OpeningError::Lost)?;
    let new = entry.value.state == WorkspaceState::Opening;
    if registered == Registered::NameTaken && !new && !again {
        return Err(OpeningError::NameTaken);
    }
    if !(new || again && entry.value.state == WorkspaceState::Open) {
        return Ok((entry, false));
    }
    app.service::<UsageKeys>()?.ensure(&entry.value.usage_key, entry.value.tier.name()).await?;
    if new {
        // Everything that comes into it from now on is counted. The caller's standing lies elsewhere: see below.
        app.tenant(&scope).acting_on_nothing().complete_figures().await?;
    }
    invite(&app.tenant(&scope), administrator, &act).await?;
    if !new {
        return Ok((entry, false));
    }
    let mut after = entry.value.clone();
    after.state = WorkspaceState::Open;
    let act = Act::new(act.actor, "workspace.opened", act.target, now).change(&entry.value, &after);
    let opened = workspaces::change_workspace(&app.operation(), operators, entry, after, &act).await?;
    Ok((opened.ok_or(OpeningError::HostTaken)?, true))
}

/// Somebody who is there already needs no invitation.
async fn invite(tenant: &Tenant, administrator: Administrator, act: &Act) -> Result<(), OpeningError> {
    let now = tenant.now();
    let roles = if tenant.scope().workspace().is_platform() { [Role::Admin, Role::Platform] } else { [Role::Learner, Role::Admin] };
    let member = Member::invited(administrator.name, administrator.email, roles.into(), now);
    let actor = table::audit::Actor::Platform { id: "operator".to_owned() };
    let actor = if tenant.scope().workspace().is_platform() { act.actor.clone() } else { actor };
    let act = Act::new(actor, "member.invited", format!("member/{}", member.id), now).made(&member);
    // The caller's standing lies in the operators' workspace, which this one's session of IAM does not reach. Nobody comes in by this: the
    // transaction that opens the workspace asks once more.
    member_changes::invite_member(&tenant.acting_on_nothing(), member, None, &act).await?;
    Ok(())
}
