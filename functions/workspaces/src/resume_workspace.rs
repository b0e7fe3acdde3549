//! POST /v1/platform/workspaces/{workspace_id}/resume: its people may come in again.

use crate::{change, workspace_view::WorkspaceView};
use lambda::{App, Audience, Call, Handler, Method, Problem, Reply, Route};
use store::workspaces::WorkspaceState;

pub(crate) fn handler() -> Handler {
    Route::new(
        "resume-workspace",
        Method::Post,
        "/v1/platform/workspaces/{workspace_id}/resume",
        "Let a suspended workspace's people in again",
    )
    .audience(Audience::Operator)
    .member(handle)
}

async fn handle(app: App, call: Call<()>) -> Result<Reply<WorkspaceView>, Problem> {
    let workspace = change::state(&app, &call, "workspace.resumed", &[WorkspaceState::Suspended], WorkspaceState::Open).await?;
    Ok(change::reply(workspace))
}
