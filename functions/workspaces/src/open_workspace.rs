//! Job: opens a workspace, the operators' own included: its entry in the registry, its usage key, its first administrator. May be run again.

use crate::opening::{self, Administrator, Opening};
use domain::{ids::WorkspaceId, title::Title};
use lambda::{App, FunctionError, Handler, Job, OperatorScope};
use serde::{Deserialize, Serialize};
use store::{
    audit::{Act, Actor},
    workspaces::Tier,
};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct OpenWorkspace {
    /// `platform` is the operators' own, whose administrator is an operator.
    workspace: WorkspaceId,
    name: Title,
    tier: Tier,
    /// Invited if there is nobody with that address: so a second operator joins by a second run.
    administrator: Administrator,
}

#[derive(Debug, Serialize)]
struct WorkspaceOpened {
    workspace: WorkspaceId,
    /// `false` if it had been opened before.
    new: bool,
}

pub(crate) fn handler() -> Handler {
    Job::operators("open-workspace", handle)
}

async fn handle(app: App, operators: OperatorScope, order: OpenWorkspace) -> Result<WorkspaceOpened, FunctionError> {
    let workspace = opening::beginning(&app, order.workspace, order.name, order.tier)?;
    let (id, actor) = (workspace.id.clone(), Actor::Platform { id: "open-workspace".to_owned() });
    let act = Act::new(actor, "workspace.registered", format!("workspace/{id}")).made(&workspace);
    let opening = Opening { workspace, administrator: order.administrator, attempt: None, act, again: true };
    let (_, new) = opening::open(&app, &operators, opening).await?;
    Ok(WorkspaceOpened { workspace: id, new })
}
