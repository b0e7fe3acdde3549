//! POST /v1/platform/workspaces/{workspace_id}/resume: its people may come in again.

use crate::{change, workspace_view::WorkspaceView};
use lambda::{
    Audience, Call, Handler, Method, Problem, Reply, Route,
    Table::{GetItem, PutItem},
};
use workspaces_model::workspaces::WorkspaceState;

pub(crate) fn handler() -> Handler {
    Route::new("resume-workspace", Method::Post, "/v1/platform/workspaces/{workspace_id}/resume", "Resume a suspended workspace")
        .audience(Audience::Operator)
        .member(handle)
        .table(&[GetItem, PutItem])
}

async fn handle(call: Call<()>) -> Result<Reply<WorkspaceView>, Problem> {
    let workspace = change::state(&call, "workspace.resumed", &[WorkspaceState::Suspended], WorkspaceState::Open).await?;
    Ok(change::reply(workspace))
}
