//! Who may call a route at all. Finer decisions are made by policies, with the thing at hand.

use crate::permission::Permission;
use trellis_core::role::Role;

/// The callers that a route is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Audience {
    /// Nobody needs to be signed in.
    Anyone,
    /// Whoever is signed in, for what is their own.
    Member,
    /// Those who learn: every member, but not those who only look.
    Learner,
    /// Those to whom others report.
    Manager,
    /// Those who make courses.
    Author,
    /// Those who run the workspace.
    Administrator,
    /// Those who run it, and those who administer the people of some regions: which people, the policies say.
    PeopleAdministrator,
    /// Those who watch over it.
    Auditor,
    /// Those who run the platform.
    Operator,
}

impl Audience {
    pub const ALL: [Self; 9] = [
        Self::Anyone,
        Self::Member,
        Self::Learner,
        Self::Manager,
        Self::Author,
        Self::Administrator,
        Self::PeopleAdministrator,
        Self::Auditor,
        Self::Operator,
    ];

    /// Whether somebody with a role belongs to it. `reading` says that the route changes nothing: support may look at what
    /// administrators see.
    #[must_use]
    pub const fn admits(self, role: Role, reading: bool) -> bool {
        match self {
            Self::Anyone => true,
            Self::Member => !matches!(role, Role::Machine),
            Self::Learner => matches!(role, Role::Learner),
            Self::Manager => matches!(role, Role::Manager | Role::Admin),
            Self::Author => matches!(role, Role::Author | Role::Admin) || reading && matches!(role, Role::Support),
            Self::Administrator => matches!(role, Role::Admin) || reading && matches!(role, Role::Support),
            Self::PeopleAdministrator => matches!(role, Role::Admin | Role::RegionalAdmin) || reading && matches!(role, Role::Support),
            Self::Auditor => matches!(role, Role::Auditor | Role::Admin) || reading && matches!(role, Role::Support),
            Self::Operator => matches!(role, Role::Platform),
        }
    }

    /// The permission that opens such routes to somebody who is signed in; `None` where it takes none, or where there are no such routes.
    #[must_use]
    pub const fn permission(self, reading: bool) -> Option<Permission> {
        match (self, reading) {
            (Self::Anyone | Self::Member, _) | (Self::Auditor, false) => None,
            (Self::Learner, _) => Some(Permission::Learn),
            (Self::Manager, _) => Some(Permission::ViewTeam),
            (Self::Author, true) => Some(Permission::ViewCourses),
            (Self::Author, false) => Some(Permission::ManageCourses),
            (Self::PeopleAdministrator, true) => Some(Permission::ViewPeople),
            (Self::PeopleAdministrator, false) => Some(Permission::ManagePeople),
            (Self::Administrator, true) => Some(Permission::ViewWorkspace),
            (Self::Administrator, false) => Some(Permission::ManageWorkspace),
            (Self::Auditor, true) => Some(Permission::ViewAuditLog),
            (Self::Operator, _) => Some(Permission::OperatePlatform),
        }
    }

    /// What policies call what such a route is for.
    #[must_use]
    pub const fn kind(self) -> Option<&'static str> {
        match self {
            Self::Anyone => None,
            Self::Member => Some("use"),
            Self::Learner => Some("learn"),
            Self::Manager => Some("lead"),
            Self::Author => Some("write"),
            Self::Administrator => Some("administer"),
            Self::PeopleAdministrator => Some("administer people"),
            Self::Auditor => Some("audit"),
            Self::Operator => Some("operate"),
        }
    }

    /// For people who read the API's description.
    #[must_use]
    pub const fn description(self) -> &'static str {
        match self {
            Self::Anyone => "Anyone.",
            Self::Member => "Anyone who is signed in.",
            Self::Learner => "Members of the workspace.",
            Self::Manager => "Managers and administrators.",
            Self::Author => "Authors and administrators.",
            Self::Administrator => "Administrators.",
            Self::PeopleAdministrator => "Administrators; regional administrators for people in their regions.",
            Self::Auditor => "Auditors and administrators.",
            Self::Operator => "Operators of the platform.",
        }
    }
}
