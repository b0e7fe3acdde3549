//! Roles: what a member may broadly do. Fine decisions are made elsewhere.

use serde::{Deserialize, Serialize};

/// A member's role. Everybody who signs in is at least a learner.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    Learner,
    Manager,
    Author,
    Admin,
    Auditor,
}

impl Role {
    pub const ALL: [Self; 5] = [Self::Learner, Self::Manager, Self::Author, Self::Admin, Self::Auditor];

    /// The spelling on the wire, in tokens and in storage.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Learner => "learner",
            Self::Manager => "manager",
            Self::Author => "author",
            Self::Admin => "admin",
            Self::Auditor => "auditor",
        }
    }

    /// The reverse of [`Self::name`].
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.name() == name)
    }
}
