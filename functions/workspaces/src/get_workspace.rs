//! GET /v1/platform/workspaces/{workspace_id}: one workspace.

use crate::{change, workspace_view::WorkspaceView};
use lambda::{App, Audience, Call, Handler, Method, Problem, Reply, Route};

pub(crate) fn handler() -> Handler {
    Route::new("get-workspace", Method::Get, "/v1/platform/workspaces/{workspace_id}", "A workspace")
        .audience(Audience::Operator)
        .member(handle)
}

async fn handle(app: App, call: Call<()>) -> Result<Reply<WorkspaceView>, Problem> {
    let (_, workspace) = change::named(&app, &call).await?;
    Ok(WorkspaceView::reply(workspace, Reply::ok))
}
