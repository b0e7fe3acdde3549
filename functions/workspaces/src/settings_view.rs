//! A workspace's settings as its own administrators see them.

use crate::workspace_view::BrandingView;
use lambda::Reply;
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
    logo::Logo,
    workspaces::{Tier, Workspace},
};

/// Settings. Name, tier, custom domain and retention are agreed with those who run the platform.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct SettingsView {
    workspace: WorkspaceId,
    name: Title,
    tier: Tier,
    home_region: String,
    locale: Locale,
    time_zone: TimeZoneName,
    branding: BrandingView,
    /// A data URL.
    #[serde(skip_serializing_if = "Option::is_none")]
    logo: Option<Logo>,
    email_domains: BTreeSet<HostName>,
    /// Whether a second author must approve a course's draft before it is published.
    courses_need_review: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    custom_domain: Option<HostName>,
    retention_days: u16,
    /// For `If-Match`.
    version: u64,
}

impl SettingsView {
    pub(crate) fn reply(record: Record<Workspace>, logo: Option<Logo>) -> Reply<Self> {
        let (version, workspace) = (record.version, record.value);
        let view = Self {
            workspace: workspace.id,
            name: workspace.name,
            tier: workspace.tier,
            home_region: workspace.home_region,
            locale: workspace.locale,
            time_zone: workspace.time_zone,
            branding: workspace.branding.into(),
            logo,
            email_domains: workspace.email_domains,
            courses_need_review: workspace.courses_need_review,
            custom_domain: workspace.custom_domain,
            retention_days: workspace.retention_days,
            version,
        };
        Reply::ok(view).etag(version)
    }
}
