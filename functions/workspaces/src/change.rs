//! What operators do to a workspace that is there.

use crate::{opening::host_taken, workspace_view::WorkspaceView};
use lambda::{Call, OperatorScope, Problem, Reply};
use table::Record;
use trellis_core::ids::WorkspaceId;
use workspaces_model::workspaces::{self, Workspace, WorkspaceState};

/// The registry, and the workspace that the path names.
pub(crate) async fn named<B>(call: &Call<B>) -> Result<(OperatorScope, Record<Workspace>), Problem> {
    let operators = call.registry()?;
    let id: WorkspaceId = call.request.path("workspace_id", "workspace")?;
    let (_, workspace) = workspaces::workspace(call.tenant.operation(), &id).await?.ok_or_else(|| Problem::not_found("workspace"))?;
    Ok((operators, workspace))
}

/// Stores a changed workspace with the act that it is, if it is another than before.
pub(crate) async fn store<B>(
    call: &Call<B>,
    action: &str,
    (operators, before): (OperatorScope, Record<Workspace>),
    after: Workspace,
) -> Result<Record<Workspace>, Problem> {
    if after == before.value {
        return Ok(before);
    }
    let act = call.act(action, format!("workspace/{}", after.id)).change(&before.value, &after);
    let stored = workspaces::change_workspace(call.tenant.operation(), &operators, before, after, &act).await;
    stored.map_err(Problem::of_update)?.ok_or_else(host_taken)
}

/// Brings a workspace from one of some states into another; from there it is a change of nothing.
pub(crate) async fn state<B>(
    call: &Call<B>,
    action: &str,
    from: &[WorkspaceState],
    to: WorkspaceState,
) -> Result<Record<Workspace>, Problem> {
    let named = named(call).await?;
    let mut after = named.1.value.clone();
    if after.id.is_platform() {
        return Err(Problem::rule("workspace_id", "the platform's own workspace stays open"));
    }
    if after.state != to && !from.contains(&after.state) {
        return Err(Problem::conflict("workspace-state", format!("The workspace is {}.", after.state.name())));
    }
    if after.state != to && to == WorkspaceState::Closed {
        // Another workspace may have the host name from now on.
        (after.custom_domain, after.closed_at) = (None, Some(call.app.now()));
    }
    after.state = to;
    store(call, action, named, after).await
}

/// The answer with the workspace as it is now.
pub(crate) fn reply(workspace: Record<Workspace>) -> Reply<WorkspaceView> {
    WorkspaceView::reply(workspace, Reply::ok)
}
