//! What a workspace's own administrators set.
//!
//! | access | how |
//! |---|---|
//! | the settings | in the workspace |
//! | its logo | get `W#<ws>#WORKSPACE` / `LOGO` |

use crate::{keys, logo::Logo, workspaces::Workspace};
use serde::{Deserialize, Serialize};
use table::{Condition, Entity, Record, TableError, Tenant, Write, audit::Act, digest};

#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct StoredLogo {
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

/// The logo, if the workspace has one.
///
/// # Errors
/// When the table cannot be read.
pub async fn logo(tenant: &Tenant, workspace: &Workspace) -> Result<Option<Logo>, TableError> {
    if workspace.logo.is_none() {
        return Ok(None);
    }
    let item = tenant.get(keys::logo(tenant.scope()), false).await?;
    Ok(item.map(Record::<StoredLogo>::read).transpose()?.map(|logo| logo.value.picture))
}

/// Stores what a workspace's own administrators have changed, nothing that the list shows, and answers the workspace as it is now stored.
/// A logo is given if there is another or, `Some(None)`, none any more.
///
/// # Errors
/// [`TableError::Conflict`] if the workspace was changed since it was read.
pub async fn change_settings(
    tenant: &Tenant,
    workspace: Record<Workspace>,
    logo: Option<Option<Logo>>,
    act: &Act,
) -> Result<Record<Workspace>, TableError> {
    let mut writes = vec![workspace.write(keys::workspace(tenant.scope()), tenant.now())?, tenant.recorded(act)?];
    match logo {
        None => {}
        Some(None) => writes.push(Write::Delete(keys::logo(tenant.scope()), Condition::Any)),
        Some(Some(picture)) => {
            writes.push(Record::new(StoredLogo { picture }, tenant.now()).overwrite(keys::logo(tenant.scope()), tenant.now())?)
        }
    }
    tenant.transact(writes).await?;
    Ok(workspace.stored(tenant.now()))
}
