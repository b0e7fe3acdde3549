//! What a workspace's own administrators set.
//!
//! | access | how |
//! |---|---|
//! | the settings | in the workspace |
//! | its logo | get `W#<ws>#WORKSPACE` / `LOGO` |

use crate::{
    Store, StoreError,
    audit::Act,
    entity::{Entity, Record},
    keys,
    members::digest,
    table::{Condition, Write},
    workspaces::Workspace,
};
use domain::logo::Logo;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use tenancy::WorkspaceScope;

#[derive(Debug, Serialize, Deserialize)]
struct StoredLogo {
    picture: Logo,
}

impl Entity for StoredLogo {
    const NAME: &'static str = "Logo";
}

/// What [`Workspace::logo`] calls a picture.
#[must_use]
pub fn logo_name(logo: &Logo) -> String {
    digest(logo.as_str())
}

impl Store {
    /// The logo, if the workspace has one.
    ///
    /// # Errors
    /// When the table cannot be read.
    pub async fn logo(&self, scope: &WorkspaceScope, workspace: &Workspace) -> Result<Option<Logo>, StoreError> {
        if workspace.logo.is_none() {
            return Ok(None);
        }
        let item = self.table.get(scope, keys::logo(scope), false).await?;
        Ok(item.map(Record::<StoredLogo>::read).transpose()?.map(|logo| logo.value.picture))
    }

    /// Stores what a workspace's own administrators have changed: nothing that the list shows. A logo is given if there is another or,
    /// `Some(None)`, none any more.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] if the workspace was changed since it was read.
    pub async fn change_settings(
        &self,
        scope: &WorkspaceScope,
        workspace: &Record<Workspace>,
        logo: Option<Option<Logo>>,
        act: &Act,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let mut writes = vec![workspace.write(keys::workspace(scope), now)?, self.recorded(scope, act, now)?];
        match logo {
            None => {}
            Some(None) => writes.push(Write::Delete(keys::logo(scope), Condition::Any)),
            Some(Some(picture)) => writes.push(Record::new(StoredLogo { picture }, now).overwrite(keys::logo(scope), now)?),
        }
        Ok(self.table.transact(scope, writes).await?)
    }
}
