//! What this area keeps in the table.

use table::{Key, Prefix, keys::WORKSPACE};
use tenancy::{OperatorScope, WorkspaceScope};
use trellis_core::{host::HostName, ids::WorkspaceId};

const LOGO: Prefix = Prefix::new("WORKSPACE", "LOGO");
/// The list of all workspaces, in the operators' own.
const WORKSPACES: Prefix = Prefix::new("WORKSPACES", "");
const LISTED: Prefix = Prefix::new("LISTED", "LISTED");
const HOST: Prefix = Prefix::new("HOST", "HOST");

pub const PREFIXES: &[Prefix] = &[LOGO, WORKSPACES, LISTED, HOST];

/// The workspace itself.
#[must_use]
pub fn workspace(scope: &WorkspaceScope) -> Key {
    WORKSPACE.key(scope)
}

pub(crate) fn logo(scope: &WorkspaceScope) -> Key {
    LOGO.key(scope)
}

pub(crate) fn workspaces(operators: &OperatorScope) -> String {
    WORKSPACES.partition(operators.own())
}

pub(crate) fn listed_workspace(own: &WorkspaceScope, workspace: &WorkspaceId) -> Key {
    LISTED.key_of(own, workspace)
}

/// Which workspace has a host name, in the operators' own. `HostName` cannot hold the separator.
pub(crate) fn host(own: &WorkspaceScope, host: &HostName) -> Key {
    HOST.key_of(own, host)
}
