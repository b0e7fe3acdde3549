//! GET /v1/platform/workspaces: all workspaces of the cell.

use crate::workspace_view::WorkspaceSummary;
use lambda::{App, Audience, Call, Handler, Listing, Method, Problem, Reply, Route};
use store::workspaces::WorkspaceState;

pub(crate) fn handler() -> Handler {
    Route::new("list-workspaces", Method::Get, "/v1/platform/workspaces", "Workspaces by name within their state")
        .audience(Audience::Operator)
        .paged()
        .reversible()
        .query_of::<WorkspaceState>("state", "Only workspaces in this state.")
        .member(handle)
}

async fn handle(app: App, call: Call<()>) -> Result<Reply<Listing<WorkspaceSummary>>, Problem> {
    let operators = call.registry()?;
    let state = call.request.query_of("state")?;
    let listed = app.store().list_workspaces(&operators, state, &call.request.page()?).await?;
    Ok(Reply::ok(Listing { items: listed.items.into_iter().map(WorkspaceSummary::from).collect(), next: listed.next }))
}
