//! The proof that work is done for one workspace, or reads what is for all of them.

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

    /// The same for packages as they are unpacked: what runs on an origin of its own.
    #[must_use]
    pub fn package_prefix(&self) -> String {
        format!("P/{}/", self.0)
    }

    /// The same for archives that somebody has asked for, which the bucket removes by itself.
    #[must_use]
    pub fn export_prefix(&self) -> String {
        format!("E/{}/", self.0)
    }
}

/// The right to read the global catalogue, which belongs to no workspace and holds nothing of one.
///
/// Like [`WorkspaceScope`], only the [`crate::doors`] make one. It lets nobody write: operators alone do, whose [`OperatorScope`] the table
/// asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GlobalScope(());

impl GlobalScope {
    pub(crate) const fn new() -> Self {
        Self(())
    }
}

/// Where a thing lies that a workspace may read: with the workspace, or in the global catalogue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Home {
    Workspace(WorkspaceScope),
    Global(GlobalScope),
}

/// What keys and files are named from.
pub trait Space: sealed::Sealed {
    /// The first segments of every partition key, delimiter included.
    fn key_prefix(&self) -> String;
    /// The folder among stored files, delimiter included.
    fn file_prefix(&self) -> String;
    /// The folder among uploaded files, delimiter included. The global catalogue shows those that operators have uploaded: by the digests that
    /// its lessons name.
    fn upload_prefix(&self) -> String;
    /// The folder among unpacked packages, delimiter included: like that of uploaded files.
    fn package_prefix(&self) -> String;
}

mod sealed {
    pub trait Sealed {}
    impl Sealed for super::WorkspaceScope {}
    impl Sealed for super::GlobalScope {}
    impl Sealed for super::Home {}
}

impl Space for WorkspaceScope {
    fn key_prefix(&self) -> String {
        self.key_prefix()
    }

    fn file_prefix(&self) -> String {
        self.file_prefix()
    }

    fn upload_prefix(&self) -> String {
        self.upload_prefix()
    }

    fn package_prefix(&self) -> String {
        self.package_prefix()
    }
}

impl Space for GlobalScope {
    fn key_prefix(&self) -> String {
        "G#".to_owned()
    }

    fn file_prefix(&self) -> String {
        "G/".to_owned()
    }

    fn upload_prefix(&self) -> String {
        WorkspaceScope::new(WorkspaceId::platform()).upload_prefix()
    }

    fn package_prefix(&self) -> String {
        WorkspaceScope::new(WorkspaceId::platform()).package_prefix()
    }
}

impl Space for Home {
    fn key_prefix(&self) -> String {
        match self {
            Self::Workspace(scope) => scope.key_prefix(),
            Self::Global(scope) => scope.key_prefix(),
        }
    }

    fn file_prefix(&self) -> String {
        match self {
            Self::Workspace(scope) => scope.file_prefix(),
            Self::Global(scope) => scope.file_prefix(),
        }
    }

    fn upload_prefix(&self) -> String {
        match self {
            Self::Workspace(scope) => scope.upload_prefix(),
            Self::Global(scope) => scope.upload_prefix(),
        }
    }

    fn package_prefix(&self) -> String {
        match self {
            Self::Workspace(scope) => scope.package_prefix(),
            Self::Global(scope) => scope.package_prefix(),
        }
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
