//! The doors to a workspace. Each names the evidence on which it opens; there are no others.

use crate::{GlobalScope, OperatorScope, SigningKey, WorkspaceScope};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use std::collections::BTreeSet;
use trellis_core::{ids::WorkspaceId, role::Role};

/// The workspace that the authorizer put into the request's context. Only the gateway can call a function with one.
#[must_use]
pub const fn authorizer_context(workspace: WorkspaceId) -> WorkspaceScope {
    WorkspaceScope::new(workspace)
}

/// A workspace whose entry has been read from the registry: for jobs, triggers and sign-in.
#[must_use]
pub const fn registered(workspace: WorkspaceId) -> WorkspaceScope {
    WorkspaceScope::new(workspace)
}

/// The registry of workspaces, for somebody who comes from the operators' own workspace with the role that counts there.
#[must_use]
pub fn operator(scope: &WorkspaceScope, roles: &BTreeSet<Role>) -> Option<OperatorScope> {
    (scope.workspace().is_platform() && roles.contains(&Role::Platform)).then(OperatorScope::new)
}

/// The same for a job: only who holds credentials of the cell's AWS account can call one.
#[must_use]
pub fn operator_job() -> OperatorScope {
    OperatorScope::new()
}

/// The same for a sealed message of the operators' own workspace: nobody else announces anything there.
#[must_use]
pub fn operator_message(scope: &WorkspaceScope) -> Option<OperatorScope> {
    scope.workspace().is_platform().then(OperatorScope::new)
}

/// The global catalogue, for whoever works for a workspace: all may read it.
#[must_use]
pub const fn global(_reader: &WorkspaceScope) -> GlobalScope {
    GlobalScope::new()
}

/// The workspace to which the registry assigns an API client or an identity provider. Whoever asks has the identity provider's own
/// word that it is about this very one: never a name that a caller has sent.
#[must_use]
pub const fn registry_entry(workspace: WorkspaceId) -> WorkspaceScope {
    WorkspaceScope::new(workspace)
}

/// A workspace that somebody has named who wants to sign in, and that does not exist. Nothing is there to be seen: the scope is for
/// counting attempts, so that who tries names of workspaces is stopped like who tries addresses.
#[must_use]
pub const fn named_by_a_stranger(workspace: WorkspaceId) -> WorkspaceScope {
    WorkspaceScope::new(workspace)
}

/// The workspace of a message whose seal has been verified.
pub(crate) const fn sealed_message(workspace: WorkspaceId) -> WorkspaceScope {
    WorkspaceScope::new(workspace)
}

#[derive(Serialize, Deserialize)]
struct Ticket<T> {
    workspace: WorkspaceId,
    value: T,
}

/// A public token that names a workspace and carries a value: a sign-in ticket, a session cookie, a signed link.
///
/// # Errors
/// When the value is not JSON.
pub fn issue_ticket<T: Serialize>(key: &SigningKey, purpose: &str, scope: &WorkspaceScope, value: T) -> Result<String, serde_json::Error> {
    key.token(purpose, &Ticket { workspace: scope.workspace().clone(), value })
}

/// The scope and value of a ticket; `None` unless this cell issued it for this purpose.
#[must_use]
pub fn open_ticket<T: DeserializeOwned>(key: &SigningKey, purpose: &str, ticket: &str) -> Option<(WorkspaceScope, T)> {
    let Ticket { workspace, value } = key.open(purpose, ticket)?;
    Some((WorkspaceScope::new(workspace), value))
}

/// The workspace of an item in the table's own stream, from its partition key.
#[must_use]
pub fn change_record(partition_key: &str) -> Option<WorkspaceScope> {
    let (workspace, _) = partition_key.strip_prefix("W#")?.split_once('#')?;
    Some(WorkspaceScope::new(workspace.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_an_operator_at_home_opens_the_registry() {
        let at = |workspace: &str| registered(workspace.parse().unwrap());
        assert!(operator(&at("platform"), &[Role::Platform].into()).is_some());
        assert!(operator(&at("platform"), &[Role::Admin, Role::Support].into()).is_none());
        assert!(operator_message(&at("platform")).is_some());
        for elsewhere in ["acme", "platform-corp", "platforms"] {
            assert!(operator_message(&at(elsewhere)).is_none(), "{elsewhere}");
            assert!(operator(&at(elsewhere), &[Role::Platform, Role::Admin].into()).is_none(), "{elsewhere}");
        }
    }
}
