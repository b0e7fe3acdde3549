//! GET /v1/admin/workspace: the settings of one's own workspace.

use crate::settings_view::SettingsView;
use lambda::{App, Audience, Call, Handler, Method, Problem, Reply, Route};

pub(crate) fn handler() -> Handler {
    Route::new("get-settings", Method::Get, "/v1/admin/workspace", "The settings of the workspace")
        .audience(Audience::Administrator)
        .member(handle)
}

async fn handle(app: App, call: Call<()>) -> Result<Reply<SettingsView>, Problem> {
    let (_, workspace) = app.store().workspace(call.caller.scope.workspace()).await?.ok_or_else(|| Problem::not_found("workspace"))?;
    let logo = app.store().logo(&call.caller.scope, &workspace.value).await?;
    Ok(SettingsView::reply(workspace, logo))
}
