//! GET /v1/platform/workspaces/{workspace_id}: one workspace.

use crate::{change, workspace_view::WorkspaceView};
use lambda::{Audience, Call, Handler, Method, Problem, Reply, Route, Table::GetItem};

pub(crate) fn handler() -> Handler {
    Route::new("get-workspace", Method::Get, "/v1/platform/workspaces/{workspace_id}", "Get a workspace")
        .audience(Audience::Operator)
        .member(handle)
        .table(&[GetItem])
}

async fn handle(call: Call<()>) -> Result<Reply<WorkspaceView>, Problem> {
    let (_, workspace) = change::named(&call).await?;
    Ok(WorkspaceView::reply(workspace, Reply::ok))
}
