//! Who may call a route at all. Finer decisions are the handler's.

use domain::role::Role;

/// The callers that a route is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Audience {
    /// Nobody needs to be signed in.
    Anyone,
    /// Whoever is signed in.
    Member,
    /// Those who make courses.
    Author,
    /// Those who run the workspace.
    Administrator,
}

impl Audience {
    /// Whether a member with a role belongs to it.
    #[must_use]
    pub const fn admits(self, role: Role) -> bool {
        match self {
            Self::Anyone | Self::Member => true,
            Self::Author => matches!(role, Role::Author | Role::Admin),
            Self::Administrator => matches!(role, Role::Admin),
        }
    }

    /// For people who read the API's description.
    #[must_use]
    pub const fn description(self) -> &'static str {
        match self {
            Self::Anyone => "Anyone.",
            Self::Member => "Members of the workspace.",
            Self::Author => "Authors and administrators.",
            Self::Administrator => "Administrators.",
        }
    }
}
