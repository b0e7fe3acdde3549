//! Job: opens a workspace, the operators' own included: its entry in the registry, its usage key, its first administrator. May be run again.

use crate::{
    needs::{MAKES_USAGE_KEYS, USAGE_PLANS},
    opening::{self, Administrator, Opening},
};
use lambda::{
    App, FunctionError, Handler, Job, OperatorScope,
    Table::{GetItem, PutItem, UpdateItem},
};
use serde::{Deserialize, Serialize};
use table::audit::{Act, Actor};
use trellis_core::{ids::WorkspaceId, title::Title};
use workspaces_model::workspaces::Tier;

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
        .table(&[GetItem, PutItem, UpdateItem])
        .granted(MAKES_USAGE_KEYS)
        .settings(&[USAGE_PLANS])
        .timeout(30)
        .called_by("an operator")
        .example(
            r#"{
              "workspace": "acme", "name": "Acme", "tier": "standard",
              "administrator": {"email": "admin@acme.example", "name": "Ada Admin"}
            }"#,
        )
}

async fn handle(app: App, operators: OperatorScope, order: OpenWorkspace) -> Result<WorkspaceOpened, FunctionError> {
    let workspace = opening::beginning(&app, order.workspace, order.name, order.tier)?;
    let (id, actor) = (workspace.id.clone(), Actor::Platform { id: "open-workspace".to_owned() });
    let act = Act::new(actor, "workspace.registered", format!("workspace/{id}"), app.now()).made(&workspace);
    let opening = Opening { workspace, administrator: order.administrator, attempt: None, act, again: true };
    let (_, new) = opening::open(&app, &operators, opening).await?;
    Ok(WorkspaceOpened { workspace: id, new })
}
