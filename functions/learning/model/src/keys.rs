//! What this area keeps in the table.

use catalog_model::ids::CourseId;
use table::{Key, Prefix};
use tenancy::WorkspaceScope;
use trellis_core::ids::MemberId;

/// A member's enrolments.
pub(crate) const ENROLMENTS: Prefix = Prefix::new("MEMBER", "HOME#ENROLMENT#");
/// The learners of a course.
const ROSTER: Prefix = Prefix::new("ROSTER", "");

pub const PREFIXES: &[Prefix] = &[ENROLMENTS, ROSTER];

pub(crate) fn enrolment(scope: &WorkspaceScope, member: MemberId, course: CourseId) -> Key {
    ENROLMENTS.item_of(scope, member, course)
}

pub(crate) fn roster(scope: &WorkspaceScope, course: CourseId) -> String {
    ROSTER.partition_of(scope, course)
}

pub(crate) fn roster_entry(scope: &WorkspaceScope, course: CourseId, member: MemberId) -> Key {
    ROSTER.item_of(scope, course, member)
}
