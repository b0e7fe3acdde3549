//! Roles: what somebody may broadly do. Fine decisions are made by policies.

use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// What somebody who signs in may broadly do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    Learner,
    Manager,
    Author,
    Admin,
    /// Administers the people of some regions.
    RegionalAdmin,
    Auditor,
    /// Reads for a time in a workspace whose administrator has allowed it.
    Support,
    /// A program; its scopes say more.
    Machine,
    /// Runs the platform, in the platform's own workspace.
    Platform,
}

impl Role {
    pub const ALL: [Self; 9] = [
        Self::Learner,
        Self::Manager,
        Self::Author,
        Self::Admin,
        Self::RegionalAdmin,
        Self::Auditor,
        Self::Support,
        Self::Machine,
        Self::Platform,
    ];

    /// The spelling on the wire, in tokens and in storage.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Learner => "learner",
            Self::Manager => "manager",
            Self::Author => "author",
            Self::Admin => "admin",
            Self::RegionalAdmin => "regional_admin",
            Self::Auditor => "auditor",
            Self::Support => "support",
            Self::Machine => "machine",
            Self::Platform => "platform",
        }
    }

    /// The reverse of [`Self::name`].
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.name() == name)
    }

    /// Whether an administrator can give it to a member. The others come about in other ways.
    #[must_use]
    pub const fn assignable(self) -> bool {
        matches!(self, Self::Learner | Self::Manager | Self::Author | Self::Admin | Self::RegionalAdmin | Self::Auditor)
    }

    /// Whether it counts only for somebody who has signed in with a second factor.
    #[must_use]
    pub const fn needs_second_factor(self) -> bool {
        matches!(self, Self::Admin | Self::RegionalAdmin | Self::Auditor | Self::Support | Self::Platform)
    }
}

/// The roles that count in a session: those that need a second factor do only where one was shown.
#[must_use]
pub fn counting(roles: &BTreeSet<Role>, second_factor: bool) -> BTreeSet<Role> {
    roles.iter().copied().filter(|role| second_factor || !role.needs_second_factor()).collect()
}

/// Whether any of these roles counts only with a second factor.
#[must_use]
pub fn need_second_factor(roles: &BTreeSet<Role>) -> bool {
    roles.iter().any(|role| role.needs_second_factor())
}

/// The roles of a member to whom an administrator gives `wanted`: everybody is a learner.
///
/// # Errors
/// The role that no administrator can give.
pub fn given(wanted: BTreeSet<Role>) -> Result<BTreeSet<Role>, Role> {
    match wanted.iter().find(|role| !role.assignable()) {
        Some(role) => Err(*role),
        None => Ok(wanted.into_iter().chain([Role::Learner]).collect()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn administration_counts_only_with_a_second_factor() {
        let all: BTreeSet<Role> = Role::ALL.into();
        assert_eq!(counting(&all, true), all);
        assert_eq!(counting(&all, false), [Role::Learner, Role::Manager, Role::Author, Role::Machine].into());
        assert!(need_second_factor(&[Role::Learner, Role::Auditor].into()));
        assert!(!need_second_factor(&[Role::Learner, Role::Manager, Role::Author].into()));
    }

    #[test]
    fn nobody_is_given_a_role_that_comes_about_in_another_way() {
        assert_eq!(given([Role::Admin].into()), Ok([Role::Learner, Role::Admin].into()));
        for role in [Role::Support, Role::Machine, Role::Platform] {
            assert_eq!(given([Role::Author, role].into()), Err(role));
        }
        for role in Role::ALL {
            assert_eq!(Role::from_name(role.name()), Some(role));
        }
    }
}
