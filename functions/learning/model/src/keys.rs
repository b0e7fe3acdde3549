//! What this area keeps in the table.

use catalog_model::ids::{CourseId, LessonId, PathId};
use table::{Key, Prefix};
use tenancy::WorkspaceScope;
use trellis_core::ids::MemberId;

/// A member's enrolments.
pub(crate) const ENROLMENTS: Prefix = Prefix::new("MEMBER", "HOME#ENROLMENT#");
/// What a member has done within lessons.
const WORK: Prefix = Prefix::new("MEMBER", "WORK#");
/// The paths that a member takes.
pub(crate) const PATHS: Prefix = Prefix::new("MEMBER", "PATH#");
/// The learners of a course.
const ROSTER: Prefix = Prefix::new("ROSTER", "");

pub const PREFIXES: &[Prefix] = &[ENROLMENTS, WORK, PATHS, ROSTER];

pub(crate) fn enrolment(scope: &WorkspaceScope, member: MemberId, course: CourseId) -> Key {
    ENROLMENTS.item_of(scope, member, course)
}

pub(crate) fn work(scope: &WorkspaceScope, member: MemberId, course: CourseId, lesson: LessonId) -> Key {
    WORK.item_of(scope, member, format_args!("{course}#{lesson}"))
}

pub(crate) fn taken_path(scope: &WorkspaceScope, member: MemberId, path: PathId) -> Key {
    PATHS.item_of(scope, member, path)
}

pub(crate) fn roster(scope: &WorkspaceScope, course: CourseId) -> String {
    ROSTER.partition_of(scope, course)
}

pub(crate) fn roster_entry(scope: &WorkspaceScope, course: CourseId, member: MemberId) -> Key {
    ROSTER.item_of(scope, course, member)
}
