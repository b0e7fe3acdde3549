//! GET /v1/admin/workspace: the settings of one's own workspace.

use crate::settings_view::SettingsView;
use lambda::{Audience, Call, Handler, Method, Problem, Reply, Route, Table::GetItem};
use workspaces_model::{settings, workspaces};

pub(crate) fn handler() -> Handler {
    Route::new("get-settings", Method::Get, "/v1/admin/workspace", "Get the workspace's settings")
        .audience(Audience::Administrator)
        .member(handle)
        .table(&[GetItem])
}

async fn handle(call: Call<()>) -> Result<Reply<SettingsView>, Problem> {
    let (_, workspace) = workspaces::workspace(call.tenant.operation(), call.caller.scope.workspace())
        .await?
        .ok_or_else(|| Problem::not_found("workspace"))?;
    let logo = settings::logo(&call.tenant, &workspace.value).await?;
    Ok(SettingsView::reply(workspace, logo))
}
