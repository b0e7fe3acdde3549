//! POST /v1/platform/workspaces/{workspace_id}/close: the end of a workspace; its data is kept for its retention.

use crate::{change, workspace_view::WorkspaceView};
use domain::ids::WorkspaceId;
use lambda::{App, Audience, Call, Handler, Method, Problem, Reply, Route};
use serde::Deserialize;
use store::workspaces::WorkspaceState;

#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct Closing {
    /// The workspace once more: closing cannot be taken back.
    workspace: WorkspaceId,
}

pub(crate) fn handler() -> Handler {
    Route::new("close-workspace", Method::Post, "/v1/platform/workspaces/{workspace_id}/close", "Close a workspace for good")
        .audience(Audience::Operator)
        .member(handle)
}

async fn handle(app: App, call: Call<Closing>) -> Result<Reply<WorkspaceView>, Problem> {
    let id: WorkspaceId = call.request.path("workspace_id", "workspace")?;
    call.registry()?;
    if call.request.body.workspace != id {
        return Err(Problem::rule("workspace", "this is not the workspace that the address names; nothing was closed"));
    }
    let from = [WorkspaceState::Opening, WorkspaceState::Open, WorkspaceState::Suspended];
    let workspace = change::state(&app, &call, "workspace.closed", &from, WorkspaceState::Closed).await?;
    // An account has ten thousand keys. Closing again takes away what could not be reached the first time.
    app.usage_keys()?.remove(&workspace.value.usage_key).await?;
    Ok(change::reply(workspace))
}
