//! PATCH /v1/admin/workspace: another look, language, time zone or other mail domains.

use crate::{settings_view::SettingsView, workspace_view};
use domain::{
    branding::Branding,
    host::HostName,
    locale::{Locale, TimeZoneName},
    logo::Logo,
};
use lambda::{App, Audience, Call, Handler, Method, Problem, Reply, Route};
use serde::Deserialize;
use std::collections::BTreeSet;
use store::{StoreError, settings::logo_name};

/// What is left out stays as it is.
#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct SettingsChange {
    locale: Option<Locale>,
    time_zone: Option<TimeZoneName>,
    branding: Option<Branding>,
    /// A data URL; null for none.
    #[serde(default, deserialize_with = "lambda::nullable")]
    logo: Option<Option<Logo>>,
    /// The mail domains that new addresses may be of; any if there are none. Members who are there stay.
    email_domains: Option<BTreeSet<HostName>>,
}

pub(crate) fn handler() -> Handler {
    Route::new("update-settings", Method::Patch, "/v1/admin/workspace", "Change the settings of the workspace")
        .audience(Audience::Administrator)
        .versioned()
        .member(handle)
}

async fn handle(app: App, call: Call<SettingsChange>) -> Result<Reply<SettingsView>, Problem> {
    let (scope, version) = (&call.caller.scope, call.request.if_match()?);
    let (_, mut workspace) = app.store().workspace(scope.workspace()).await?.ok_or_else(|| Problem::not_found("workspace"))?;
    if workspace.version != version {
        return Err(Problem::changed());
    }
    let (before, change) = (workspace.value.clone(), call.request.body.clone());
    workspace.value.locale = change.locale.unwrap_or(before.locale);
    workspace.value.time_zone = change.time_zone.unwrap_or_else(|| before.time_zone.clone());
    workspace.value.branding = change.branding.unwrap_or(before.branding);
    workspace.value.email_domains = change.email_domains.unwrap_or_else(|| before.email_domains.clone());
    if let Some(logo) = &change.logo {
        workspace.value.logo = logo.as_ref().map(logo_name);
    }
    workspace_view::check(&workspace.value)?;
    if workspace.value != before {
        let act = call.act("workspace.updated", format!("workspace/{}", before.id)).change(&before, &workspace.value);
        let changed = app.store().change_settings(scope, &workspace, change.logo.clone(), &act, app.now()).await;
        changed.map_err(|error| if matches!(error, StoreError::Conflict) { Problem::changed() } else { error.into() })?;
        workspace.version += 1;
    }
    let logo = match change.logo {
        Some(logo) => logo,
        None => app.store().logo(scope, &workspace.value).await?,
    };
    Ok(SettingsView::reply(workspace, logo))
}
