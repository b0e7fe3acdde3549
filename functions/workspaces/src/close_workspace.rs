//! POST /v1/platform/workspaces/{workspace_id}/close: the end of a workspace; its data is kept for its retention.

use crate::{
    change,
    needs::{DELETES_USAGE_KEYS, USAGE_PLANS},
    usage_keys::UsageKeys,
    workspace_view::WorkspaceView,
};
use lambda::{
    Audience, Call, Handler, Method, Problem, Reply, Route,
    Table::{DeleteItem, GetItem, PutItem},
};
use serde::Deserialize;
use trellis_core::ids::WorkspaceId;
use workspaces_model::workspaces::WorkspaceState;

#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct Closing {
    /// The workspace once more: closing cannot be taken back.
    workspace: WorkspaceId,
}

pub(crate) fn handler() -> Handler {
    Route::new("close-workspace", Method::Post, "/v1/platform/workspaces/{workspace_id}/close", "Close a workspace permanently")
        .audience(Audience::Operator)
        .member(handle)
        .table(&[DeleteItem, GetItem, PutItem])
        .granted(DELETES_USAGE_KEYS)
        .settings(&[USAGE_PLANS])
        .timeout(29)
        .example(r#"{"workspace": "acme"}"#)
}

async fn handle(call: Call<Closing>) -> Result<Reply<WorkspaceView>, Problem> {
    let id: WorkspaceId = call.request.path("workspace_id", "workspace")?;
    call.registry()?;
    if call.request.body.workspace != id {
        return Err(Problem::rule("workspace", "this is not the workspace that the address names; nothing was closed"));
    }
    let from = [WorkspaceState::Opening, WorkspaceState::Open, WorkspaceState::Suspended];
    let workspace = change::state(&call, "workspace.closed", &from, WorkspaceState::Closed).await?;
    // An account has ten thousand keys. Closing again takes away what could not be reached the first time.
    call.app.service::<UsageKeys>()?.remove(&workspace.value.usage_key).await?;
    Ok(change::reply(workspace))
}
