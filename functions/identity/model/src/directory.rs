//! The directory: in which workspaces an address is known, for people who have forgotten where they sign in.
//!
//! | access | how |
//! |---|---|
//! | the workspaces of an address | query `W#platform#DIRECTORY#<keyed digest of the address>`, then workspace and member |
//! | enter or remove an address | put or delete the same partition / `<ws>` |
//!
//! It is the operators' own data, so no entry is written in the transaction of a member: it follows, by the queue and with every sign-in.
//! An entry may be stale, and proves nothing: whoever reads it looks at the member. It holds no address and none can be tried out on it
//! without the cell's key.

use crate::keys;
use people_model::members::{self, Member, address_digest};
use serde::{Deserialize, Serialize};
use table::{Condition, Entity, Operation, Query, Record, TableError, Tenant, Write};
use tenancy::{WorkspaceScope, doors};
use trellis_core::{
    email::AddressDigest,
    ids::{MemberId, WorkspaceId},
};
use workspaces_model::workspaces::Workspace;

/// That a member of a workspace has, or had, an address.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct DirectoryEntry {
    workspace: WorkspaceId,
    member_id: MemberId,
}

impl Entity for DirectoryEntry {
    const NAME: &'static str = "DirectoryEntry";
}

/// A member who has the address.
#[derive(Debug, Clone)]
pub struct Found {
    pub scope: WorkspaceScope,
    pub workspace: Workspace,
    pub member: Member,
}

/// The operators' own workspace, where the directory is and where who asks for an entry is counted and announced.
#[must_use]
pub fn directory(operation: &Operation) -> Tenant {
    operation.within(doors::registered(WorkspaceId::platform()))
}

/// Enters the address that a member has, or enters it again.
///
/// # Errors
/// When the table cannot be written.
pub async fn enter_address(tenant: &Tenant, member: &Member) -> Result<(), TableError> {
    let (own, workspace) = (directory(tenant.operation()), tenant.scope().workspace());
    let key = keys::directory_entry(own.scope(), &address_digest(tenant.operation(), &member.email.0), workspace);
    let entry = DirectoryEntry { workspace: workspace.clone(), member_id: member.id };
    own.write(Record::new(entry, tenant.now()).overwrite(key, tenant.now())?).await
}

/// Removes the entry of an address, unless another member of the workspace has it by now.
///
/// # Errors
/// When the table cannot be read or written.
pub async fn remove_address(tenant: &Tenant, member: MemberId, address: &AddressDigest) -> Result<(), TableError> {
    let own = directory(tenant.operation());
    let key = keys::directory_entry(own.scope(), address, tenant.scope().workspace());
    let entry: Option<Record<DirectoryEntry>> = own.get(key.clone(), true).await?.map(Record::read).transpose()?;
    let Some(entry) = entry.filter(|entry| entry.value.member_id == member) else { return Ok(()) };
    match own.write(Write::Delete(key, Condition::Version(entry.version))).await {
        Err(TableError::Conflict) => Ok(()),
        result => result,
    }
}

/// The members who have an address now, one of each workspace.
///
/// # Errors
/// When the table cannot be read.
pub async fn members_with(operation: &Operation, address: &AddressDigest) -> Result<Vec<Found>, TableError> {
    let own = directory(operation);
    let query = Query { partition: keys::directory(own.scope(), address), consistent: true, ..Query::default() };
    let mut found = Vec::new();
    for item in own.query_all(query).await? {
        let entry: Record<DirectoryEntry> = Record::read(item)?;
        let Some((scope, workspace)) = workspaces_model::workspaces::workspace(operation, &entry.value.workspace).await? else { continue };
        let member = members::member(&operation.within(scope.clone()), entry.value.member_id).await?.map(|member| member.value);
        let Some(member) = member.filter(|member| address_digest(operation, &member.email.0) == *address) else { continue };
        found.push(Found { scope, workspace: workspace.value, member });
    }
    Ok(found)
}
