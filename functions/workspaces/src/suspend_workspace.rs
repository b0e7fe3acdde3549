//! POST /v1/platform/workspaces/{workspace_id}/suspend: nobody comes in until it is resumed: sessions end within the authorizer's cache time.

use crate::{change, workspace_view::WorkspaceView};
use lambda::{
    Audience, Call, Handler, Method, Problem, Reply, Route,
    Table::{GetItem, PutItem},
};
use workspaces_model::workspaces::WorkspaceState;

pub(crate) fn handler() -> Handler {
    Route::new("suspend-workspace", Method::Post, "/v1/platform/workspaces/{workspace_id}/suspend", "Suspend a workspace")
        .audience(Audience::Operator)
        .member(handle)
        .table(&[GetItem, PutItem])
}

async fn handle(call: Call<()>) -> Result<Reply<WorkspaceView>, Problem> {
    let workspace = change::state(&call, "workspace.suspended", &[WorkspaceState::Open], WorkspaceState::Suspended).await?;
    Ok(change::reply(workspace))
}
