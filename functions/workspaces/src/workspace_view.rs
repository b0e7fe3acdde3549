//! A workspace as operators see one.

use jiff::Timestamp;
use lambda::{Problem, Reply};
use serde::Serialize;
use std::collections::BTreeSet;
use table::Record;
use trellis_core::{
    host::HostName,
    ids::WorkspaceId,
    locale::{Locale, TimeZoneName},
    title::Title,
};
use workspaces_model::{
    branding::{Branding, Colour},
    workspaces::{ListedWorkspace, Tier, Workspace, WorkspaceState},
};

trellis_core::list!(
    /// The e-mail domains that members' addresses may belong to; any if there are none.
    #[derive(Debug, Clone, Default)]
    pub(crate) EmailDomains(BTreeSet<HostName>), 0..=50
);
trellis_core::number!(
    /// For how many days data is kept after the workspace is closed.
    pub(crate) RetentionDays(u16), 30..=3_650
);

/// A workspace with all its settings.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct WorkspaceView {
    workspace: WorkspaceId,
    name: Title,
    state: WorkspaceState,
    tier: Tier,
    home_region: String,
    locale: Locale,
    time_zone: TimeZoneName,
    branding: Branding,
    /// The mail domains that members' addresses may be of; any if there are none.
    email_domains: BTreeSet<HostName>,
    #[serde(skip_serializing_if = "Option::is_none")]
    custom_domain: Option<HostName>,
    /// Days for which the data is kept after closing.
    retention_days: u16,
    #[schema(value_type = String, format = DateTime)]
    registered_at: Timestamp,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    closed_at: Option<Timestamp>,
    /// For `If-Match`.
    version: u64,
}

impl WorkspaceView {
    pub(crate) fn reply(record: Record<Workspace>, status: fn(Self) -> Reply<Self>) -> Reply<Self> {
        let Record { value, version, created_at, .. } = record;
        let Workspace { id, name, state, tier, home_region, locale, time_zone, branding, .. } = value;
        let Workspace { email_domains, custom_domain, retention_days, closed_at, .. } = value;
        let view = Self {
            workspace: id,
            name,
            state,
            tier,
            home_region,
            locale,
            time_zone,
            branding,
            email_domains,
            custom_domain,
            retention_days,
            registered_at: created_at,
            closed_at,
            version,
        };
        status(view).etag(version)
    }
}

/// A workspace in the list.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct WorkspaceSummary {
    workspace: WorkspaceId,
    name: Title,
    state: WorkspaceState,
    tier: Tier,
    home_region: String,
}

impl From<Record<ListedWorkspace>> for WorkspaceSummary {
    fn from(record: Record<ListedWorkspace>) -> Self {
        let ListedWorkspace { id, name, state, tier, home_region } = record.value;
        Self { workspace: id, name, state, tier, home_region }
    }
}

/// Colours, each with the one in which text on it can be read.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct BrandingView {
    primary: Colour,
    /// White or black, with a contrast of 4.5:1 at least.
    primary_text: Colour,
    accent: Colour,
    accent_text: Colour,
}

impl From<Branding> for BrandingView {
    fn from(Branding { primary, accent }: Branding) -> Self {
        Self { primary, primary_text: primary.text(), accent, accent_text: accent.text() }
    }
}

/// What no type says of a workspace's settings.
pub(crate) fn check(workspace: &Workspace) -> Result<(), Problem> {
    workspace.time_zone.exists().map_err(|error| Problem::rule("time_zone", error.to_string()))?;
    Ok(())
}
