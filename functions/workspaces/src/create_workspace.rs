//! POST /v1/platform/workspaces: opens a workspace. What died half-way is finished by the same request.

use crate::{
    needs::{MAKES_USAGE_KEYS, USAGE_PLANS},
    opening::{self, Administrator, Opening},
    workspace_view::{self, EmailDomains, RetentionDays, WorkspaceView},
};
use lambda::{
    App, Audience, Call, Handler, Method, Problem, Reply, Route,
    Table::{GetItem, PutItem, UpdateItem},
};
use serde::Deserialize;
use trellis_core::{
    host::HostName,
    ids::WorkspaceId,
    locale::{Locale, TimeZoneName},
    title::Title,
};
use workspaces_model::{
    branding::Branding,
    workspaces::{Tier, Workspace},
};

#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct NewWorkspace {
    /// The name in addresses and tokens; it never changes.
    workspace: WorkspaceId,
    name: Title,
    tier: Tier,
    /// Who is invited first.
    administrator: Administrator,
    locale: Option<Locale>,
    time_zone: Option<TimeZoneName>,
    branding: Option<Branding>,
    /// The mail domains that members' addresses may be of; any if there are none.
    #[serde(default)]
    email_domains: EmailDomains,
    custom_domain: Option<HostName>,
    /// Days for which the data is kept after closing: 730 if left out.
    retention_days: Option<RetentionDays>,
}

pub(crate) fn handler() -> Handler {
    Route::new("create-workspace", Method::Post, "/v1/platform/workspaces", "Open a workspace and invite its first administrator")
        .audience(Audience::Operator)
        .idempotent()
        .succeeds_with(&[201])
        .member(handle)
        .table(&[GetItem, PutItem, UpdateItem])
        .granted(MAKES_USAGE_KEYS)
        .settings(&[USAGE_PLANS])
        .timeout(29)
        .example(
            r#"{
              "workspace": "acme", "name": "Acme", "tier": "standard", "time_zone": "Europe/Berlin",
              "custom_domain": "learn.acme.example",
              "administrator": {"email": "admin@acme.example", "name": "Ada Admin"}
            }"#,
        )
}

fn wanted(app: &App, new: &NewWorkspace) -> Result<Workspace, Problem> {
    if new.workspace.is_platform() {
        return Err(Problem::rule("workspace", "this name is the platform's own"));
    }
    let workspace = opening::beginning(app, new.workspace.clone(), new.name.clone(), new.tier)?;
    let workspace = Workspace {
        locale: new.locale.unwrap_or(workspace.locale),
        time_zone: new.time_zone.clone().unwrap_or(workspace.time_zone),
        branding: new.branding.unwrap_or(workspace.branding),
        email_domains: new.email_domains.0.clone(),
        custom_domain: new.custom_domain.clone(),
        retention_days: new.retention_days.map_or(workspace.retention_days, RetentionDays::get),
        ..workspace
    };
    workspace_view::check(&workspace)?;
    let (domains, address) = (&workspace.email_domains, &new.administrator.email.0);
    if !domains.is_empty() && !domains.iter().any(|domain| domain.as_str() == address.domain()) {
        return Err(Problem::rule("administrator.email", "the address is of none of the workspace's own mail domains"));
    }
    Ok(workspace)
}

async fn handle(call: Call<NewWorkspace>) -> Result<Reply<WorkspaceView>, Problem> {
    let (operators, attempt) = (call.registry()?, call.attempt()?);
    let new = &call.request.body;
    let workspace = wanted(&call.app, new)?;
    let act = call.act("workspace.registered", format!("workspace/{}", new.workspace)).made(&workspace);
    let opening = Opening { workspace, administrator: new.administrator.clone(), attempt, act, again: false };
    let (opened, _) = opening::open(&call.app, &operators, opening).await?;
    Ok(WorkspaceView::reply(opened, Reply::created))
}
