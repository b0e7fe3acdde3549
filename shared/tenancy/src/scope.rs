//! The proof that work is done for one workspace.

use trellis_core::ids::WorkspaceId;

/// The right to touch one workspace's data.
///
/// It has no public constructor, no `From` and no `Deserialize`: only the [`crate::doors`] make one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorkspaceScope(WorkspaceId);

impl WorkspaceScope {
    pub(crate) const fn new(workspace: WorkspaceId) -> Self {
        Self(workspace)
    }

    /// The workspace of this scope.
    #[must_use]
    pub const fn workspace(&self) -> &WorkspaceId {
        &self.0
    }

    /// The first segments of every partition key of this workspace, delimiter included, so that `acme` never reaches `acme-corp`.
    #[must_use]
    pub fn key_prefix(&self) -> String {
        format!("W#{}#", self.0)
    }

    /// The folder of this workspace among stored files, delimiter included.
    #[must_use]
    pub fn file_prefix(&self) -> String {
        format!("W/{}/", self.0)
    }

    /// The same for files that people have uploaded, which nobody reads before they have been looked at: their bytes name them.
    #[must_use]
    pub fn upload_prefix(&self) -> String {
        format!("F/{}/", self.0)
    }

    /// The same for files that are made from the table and can be made again: their former versions are not kept.
    #[must_use]
    pub fn derived_prefix(&self) -> String {
        format!("D/{}/", self.0)
    }
}

/// The right to open, change and close workspaces, and to see the list of them. It opens nothing inside a workspace.
///
/// Like [`WorkspaceScope`], only the [`crate::doors`] make one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OperatorScope(WorkspaceScope);

impl OperatorScope {
    pub(crate) fn new() -> Self {
        Self(WorkspaceScope::new(WorkspaceId::platform()))
    }

    /// The operators' own workspace, where the list of all workspaces is kept.
    #[must_use]
    pub const fn own(&self) -> &WorkspaceScope {
        &self.0
    }
}
