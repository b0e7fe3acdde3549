//! PATCH /v1/platform/workspaces/{workspace_id}: another name, tier, language, time zone, look, domain or retention.

use crate::{
    change,
    needs::{MAKES_USAGE_KEYS, USAGE_PLANS},
    usage_keys::UsageKeys,
    workspace_view::{self, EmailDomains, RetentionDays, WorkspaceView},
};
use lambda::{
    Audience, Call, Handler, Method, Problem, Reply, Route,
    Table::{DeleteItem, GetItem, PutItem},
    nullable,
};
use serde::Deserialize;
use trellis_core::{
    host::HostName,
    locale::{Locale, TimeZoneName},
    title::Title,
};
use workspaces_model::{
    branding::Branding,
    workspaces::{Tier, Workspace, WorkspaceState},
};

/// What is left out stays as it is.
#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct WorkspaceChange {
    name: Option<Title>,
    tier: Option<Tier>,
    locale: Option<Locale>,
    time_zone: Option<TimeZoneName>,
    branding: Option<Branding>,
    email_domains: Option<EmailDomains>,
    /// Null for none.
    #[serde(default, deserialize_with = "nullable")]
    #[schema(value_type = Option<HostName>)]
    custom_domain: Option<Option<HostName>>,
    retention_days: Option<RetentionDays>,
}

pub(crate) fn handler() -> Handler {
    Route::new("update-workspace", Method::Patch, "/v1/platform/workspaces/{workspace_id}", "Update a workspace")
        .audience(Audience::Operator)
        .versioned()
        .member(handle)
        .table(&[DeleteItem, GetItem, PutItem])
        .granted(MAKES_USAGE_KEYS)
        .settings(&[USAGE_PLANS])
        .timeout(29)
        .example(r#"{"tier": "large"}"#)
}

fn applied(change: WorkspaceChange, before: &Workspace) -> Workspace {
    let before = before.clone();
    Workspace {
        name: change.name.unwrap_or(before.name),
        tier: change.tier.unwrap_or(before.tier),
        locale: change.locale.unwrap_or(before.locale),
        time_zone: change.time_zone.unwrap_or(before.time_zone),
        branding: change.branding.unwrap_or(before.branding),
        email_domains: change.email_domains.map_or(before.email_domains, |domains| domains.0),
        custom_domain: change.custom_domain.unwrap_or(before.custom_domain),
        retention_days: change.retention_days.map_or(before.retention_days, RetentionDays::get),
        ..before
    }
}

async fn handle(call: Call<WorkspaceChange>) -> Result<Reply<WorkspaceView>, Problem> {
    let version = call.request.if_match()?;
    let named = change::named(&call).await?;
    named.1.expect(version)?;
    if named.1.value.state == WorkspaceState::Closed {
        return Err(Problem::conflict("workspace-state", "The workspace is closed."));
    }
    let after = applied(call.request.body.clone(), &named.1.value);
    workspace_view::check(&after)?;
    let workspace = change::store(&call, "workspace.updated", named, after).await?;
    if call.request.body.tier.is_some() {
        // Also where the tier is the old one: a move of the key that failed is finished by the same request with the new version.
        call.app.service::<UsageKeys>()?.ensure(&workspace.value.usage_key, workspace.value.tier.name()).await?;
    }
    Ok(change::reply(workspace))
}
