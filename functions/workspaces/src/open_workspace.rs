//! Job: opens a workspace: its entry in the registry, its usage key, its first administrator. May be run again.

use domain::{
    email::EmailAddress,
    ids::{MemberId, WorkspaceId},
    member::MemberState,
    personal::Personal,
    role::Role,
    title::Title,
};
use lambda::{App, FunctionError, Handler, Job};
use serde::{Deserialize, Serialize};
use store::{
    audit::{Act, Actor},
    members::{Invited, Member},
    workspaces::{Workspace, WorkspaceState},
};
use ulid::Ulid;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct OpenWorkspace {
    workspace: WorkspaceId,
    name: Title,
    /// One of the tiers of the template.
    tier: String,
    administrator: Administrator,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Administrator {
    email: Personal<EmailAddress>,
    name: Personal<Title>,
}

#[derive(Debug, Serialize)]
struct WorkspaceOpened {
    workspace: WorkspaceId,
    /// `false` if it had been opened before.
    new: bool,
}

pub(crate) fn handler() -> Handler {
    Job::handler("open-workspace", handle)
}

async fn handle(app: App, order: OpenWorkspace) -> Result<WorkspaceOpened, FunctionError> {
    let (store, now) = (app.store(), app.now());
    let plan = plan(&app, &order.tier)?;
    let workspace = Workspace {
        id: order.workspace.clone(),
        name: order.name,
        state: WorkspaceState::Open,
        tier: order.tier,
        home_region: app.settings().require("AWS_REGION")?.to_owned(),
        usage_key: format!("{}-{}", order.workspace, Ulid::generate()),
    };
    let new = store.register_workspace(workspace, now).await?;
    // Every step can be taken again, so a job that died half-way is finished by running it once more.
    let entry = store.workspace(&order.workspace).await?;
    let (scope, entry) = entry.ok_or_else(|| FunctionError::failed("the registry has lost the workspace"))?;
    app.usage_keys().ensure(&entry.value.usage_key, &plan).await?;
    let id = MemberId::random();
    let administrator = Member {
        id,
        name: order.administrator.name,
        email: order.administrator.email,
        roles: [Role::Learner, Role::Admin].into(),
        state: MemberState::Active,
    };
    let actor = Actor::Platform { id: "open-workspace".to_owned() };
    let act = Act::new(actor, "member.invited", format!("member/{id}")).made(&administrator);
    match store.invite_member(&scope, administrator, None, &act, now).await? {
        Invited::Member(..) | Invited::AddressTaken => Ok(WorkspaceOpened { workspace: order.workspace, new }),
    }
}

/// The usage plan of a tier, from `USAGE_PLANS=standard=<id>,large=<id>`.
fn plan(app: &App, tier: &str) -> Result<String, FunctionError> {
    let plans = app.settings().require("USAGE_PLANS")?;
    let mut tiers = plans.split(',').filter_map(|entry| entry.split_once('='));
    let plan = tiers.find(|(name, _)| name.trim() == tier).map(|(_, id)| id.trim().to_owned());
    plan.ok_or_else(|| FunctionError::failed(format!("there is no tier {tier}")))
}
