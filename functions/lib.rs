//! The areas of the platform: the one list of them.

use lambda::Area;

/// What makes each area, in the order in which their stacks stand in the template.
pub const ALL: &[fn() -> Area] = &[
    authorizer::area,
    workspaces::area,
    identity::area,
    people::area,
    audit::area,
    learning::area,
    engagement::area,
    catalog::area,
    files::area,
    packages::area,
    reports::area,
    quizzes::area,
];

/// All areas.
#[must_use]
pub fn all() -> Vec<Area> {
    ALL.iter().map(|area| area()).collect()
}
