//! What a caller's roles allow, in words for those who write applications.

use crate::audience::Audience;
use serde::Serialize;
use std::collections::BTreeSet;
use trellis_core::role::Role;

/// What somebody may do, as far as it depends on roles. The API decides again with every request, and about some things more finely: a
/// regional administrator has `manage_people` for the people of some regions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Permission {
    /// Take courses.
    Learn,
    /// See direct and indirect reports and their progress, and decide about the courses that they ask for.
    ViewTeam,
    /// See all courses, drafts included, and imports.
    ViewCourses,
    /// Create, change, import and publish courses.
    ManageCourses,
    /// See members.
    ViewPeople,
    /// Invite, change and deactivate members.
    ManagePeople,
    /// See groups, settings, identity providers, API clients and support access.
    ViewWorkspace,
    /// Change groups, settings, identity providers, API clients and support access.
    ManageWorkspace,
    /// Read the audit log.
    ViewAuditLog,
    /// Run the platform.
    OperatePlatform,
}

impl Permission {
    /// What these roles allow.
    #[must_use]
    pub fn of(roles: &BTreeSet<Role>) -> BTreeSet<Self> {
        let opened = |audience: Audience, reading| roles.iter().any(|role| audience.admits(*role, reading));
        let routes = Audience::ALL.into_iter().flat_map(|audience| [(audience, true), (audience, false)]);
        routes.filter_map(|(audience, reading)| audience.permission(reading).filter(|_| opened(audience, reading))).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn support_looks_and_changes_nothing() {
        use Permission::{ViewAuditLog, ViewCourses, ViewPeople, ViewWorkspace};
        assert_eq!(Permission::of(&[Role::Support].into()), [ViewCourses, ViewPeople, ViewWorkspace, ViewAuditLog].into());
        assert_eq!(Permission::of(&[Role::Machine].into()), BTreeSet::new());
    }

    /// If one word stood for two kinds of routes, a role could open one of them and not the other.
    #[test]
    fn a_permission_means_the_same_routes_for_every_role() {
        for audience in Audience::ALL {
            for reading in [true, false] {
                let Some(permission) = audience.permission(reading) else { continue };
                for role in Role::ALL {
                    assert_eq!(
                        Permission::of(&[role].into()).contains(&permission),
                        audience.admits(role, reading),
                        "{role:?} {permission:?}"
                    );
                }
            }
        }
    }
}
