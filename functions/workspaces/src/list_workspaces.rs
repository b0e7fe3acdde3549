//! GET /v1/platform/workspaces: all workspaces of the cell.

use crate::workspace_view::WorkspaceSummary;
use lambda::{Audience, Call, Handler, Listing, Method, Problem, Reply, Route, Table::QueryIndex};
use workspaces_model::workspaces::{self, WorkspaceState};

pub(crate) fn handler() -> Handler {
    Route::new("list-workspaces", Method::Get, "/v1/platform/workspaces", "List workspaces by state and name")
        .audience(Audience::Operator)
        .paged()
        .reversible()
        .query_of::<WorkspaceState>("state", "Only workspaces in this state.")
        .member(handle)
        .table(&[QueryIndex])
}

async fn handle(call: Call<()>) -> Result<Reply<Listing<WorkspaceSummary>>, Problem> {
    let operators = call.registry()?;
    let state = call.request.query_of("state")?;
    let listed = workspaces::list_workspaces(call.tenant.operation(), &operators, state, &call.page()?).await?;
    Ok(Reply::ok(Listing { items: listed.items.into_iter().map(WorkspaceSummary::from).collect(), next: listed.next }))
}
