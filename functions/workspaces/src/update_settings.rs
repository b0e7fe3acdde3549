//! PATCH /v1/admin/workspace: another look, language, time zone or other mail domains.

use crate::{
    settings_view::SettingsView,
    workspace_view::{self, EmailDomains},
};
use lambda::{
    Audience, Call, Handler, Method, Problem, Reply, Route,
    Table::{DeleteItem, GetItem, PutItem},
};
use serde::Deserialize;
use trellis_core::locale::{Locale, TimeZoneName};
use workspaces_model::{
    branding::Branding,
    logo::Logo,
    settings::{self, logo_name},
    workspaces,
};

/// What is left out stays as it is.
#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct SettingsChange {
    locale: Option<Locale>,
    time_zone: Option<TimeZoneName>,
    branding: Option<Branding>,
    /// A data URL; null for none.
    #[serde(default, deserialize_with = "lambda::nullable")]
    #[schema(value_type = Option<Logo>)]
    logo: Option<Option<Logo>>,
    /// The mail domains that new addresses may be of; any if there are none. Members who are there stay.
    email_domains: Option<EmailDomains>,
    /// Whether a second author must approve a course's draft before it is published.
    courses_need_review: Option<bool>,
}

pub(crate) fn handler() -> Handler {
    Route::new("update-settings", Method::Patch, "/v1/admin/workspace", "Update the workspace's settings")
        .audience(Audience::Administrator)
        .versioned()
        .member(handle)
        .table(&[DeleteItem, GetItem, PutItem])
        .example(r##"{"locale": "de", "time_zone": "Europe/Berlin", "branding": {"primary": "#1f4e79", "accent": "#b45309"}}"##)
}

async fn handle(call: Call<SettingsChange>) -> Result<Reply<SettingsView>, Problem> {
    let (scope, version) = (&call.caller.scope, call.request.if_match()?);
    let (_, mut workspace) =
        workspaces::workspace(call.tenant.operation(), scope.workspace()).await?.ok_or_else(|| Problem::not_found("workspace"))?;
    workspace.expect(version)?;
    let (before, change) = (workspace.value.clone(), call.request.body.clone());
    workspace.value.locale = change.locale.unwrap_or(before.locale);
    workspace.value.time_zone = change.time_zone.unwrap_or_else(|| before.time_zone.clone());
    workspace.value.branding = change.branding.unwrap_or(before.branding);
    workspace.value.email_domains = change.email_domains.map_or_else(|| before.email_domains.clone(), |domains| domains.0);
    workspace.value.courses_need_review = change.courses_need_review.unwrap_or(before.courses_need_review);
    if let Some(logo) = &change.logo {
        workspace.value.logo = logo.as_ref().map(logo_name);
    }
    workspace_view::check(&workspace.value)?;
    if workspace.value != before {
        let act = call.act("workspace.updated", format!("workspace/{}", before.id)).change(&before, &workspace.value);
        let changed = settings::change_settings(&call.tenant, workspace, change.logo.clone(), &act).await;
        workspace = changed.map_err(Problem::of_update)?;
    }
    let logo = match change.logo {
        Some(logo) => logo,
        None => settings::logo(&call.tenant, &workspace.value).await?,
    };
    Ok(SettingsView::reply(workspace, logo))
}
