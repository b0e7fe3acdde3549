//! Workspaces: the registry.
//!
//! | access | how |
//! |---|---|
//! | a workspace by its id | get `W#<ws>#WORKSPACE` / `WORKSPACE` |

use crate::{
    Store, StoreError,
    entity::{Entity, Record},
    keys,
};
use domain::{ids::WorkspaceId, title::Title};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use tenancy::{WorkspaceScope, doors};

/// Whether a workspace may be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WorkspaceState {
    Open,
    Suspended,
}

/// A tenant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Workspace {
    pub id: WorkspaceId,
    pub name: Title,
    pub state: WorkspaceState,
    /// The usage plan whose limits apply.
    pub tier: String,
    /// Where its writes belong.
    pub home_region: String,
    /// The value of its API key: which plan and throttle the gateway applies. No secret: it opens nothing by itself.
    pub usage_key: String,
}

impl Entity for Workspace {
    const NAME: &'static str = "Workspace";
}

impl Store {
    /// The registry's entry and the scope that it proves; `None` for a workspace that does not exist.
    ///
    /// # Errors
    /// When the table cannot be read.
    pub async fn workspace(&self, id: &WorkspaceId) -> Result<Option<(WorkspaceScope, Record<Workspace>)>, StoreError> {
        let scope = doors::registered(id.clone());
        let item = self.table.get(&scope, keys::workspace(&scope), true).await?;
        item.map(|item| Ok((scope, Record::read(item)?))).transpose()
    }

    /// Enters a workspace into the registry; `false` if it was there before, which then stays as it is.
    ///
    /// # Errors
    /// When the table cannot be written.
    pub async fn register_workspace(&self, workspace: Workspace, now: Timestamp) -> Result<bool, StoreError> {
        let scope = doors::registered(workspace.id.clone());
        let write = Record::new(workspace, now).write(keys::workspace(&scope), now)?;
        match self.table.write(&scope, write).await {
            Ok(()) => Ok(true),
            Err(StoreError::Conflict) => Ok(false),
            Err(error) => Err(error),
        }
    }
}
