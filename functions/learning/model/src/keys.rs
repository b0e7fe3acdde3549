//! What this area keeps in the table.

use catalog_model::ids::{CourseId, LessonId, PathId};
use table::{Key, List, Prefix};
use tenancy::WorkspaceScope;
use trellis_core::ids::MemberId;

/// A member's enrolments.
pub(crate) const ENROLMENTS: Prefix = Prefix::new("MEMBER", "HOME#ENROLMENT#");
/// What a member has done within lessons.
const WORK: Prefix = Prefix::new("MEMBER", "WORK#");
/// The paths that a member takes.
pub(crate) const PATHS: Prefix = Prefix::new("MEMBER", "PATH#");
/// The courses that a member asks for.
pub(crate) const REQUESTS: Prefix = Prefix::new("MEMBER", "REQUEST#");
/// The courses that a member is invited to.
pub(crate) const INVITATIONS: Prefix = Prefix::new("MEMBER", "INVITATION#");
/// The learners of a course.
const ROSTER: Prefix = Prefix::new("ROSTER", "");
/// Requests that wait for an answer: all, those of a manager's reports, those of a region.
const WAITING: Prefix = Prefix::new("REQUESTS", "");
const WAITING_FOR: Prefix = Prefix::new("REQUESTS_TO", "");
const WAITING_IN: Prefix = Prefix::new("REQUESTS_IN", "");
/// Who is invited to a course.
const INVITED: Prefix = Prefix::new("INVITED", "");

pub const PREFIXES: &[Prefix] = &[ENROLMENTS, WORK, PATHS, REQUESTS, INVITATIONS, ROSTER, WAITING, WAITING_FOR, WAITING_IN, INVITED];

/// What a member has of a kind, the newest course first.
pub(crate) fn own(name: &'static str, partition: String, prefix: Prefix) -> List {
    List {
        name,
        index: None,
        partition,
        prefix: Some(prefix.sort().to_owned()),
        consistent: true,
        backwards: true,
        filter: Vec::new(),
        key_of: |_, _| None,
    }
}

pub(crate) fn request(scope: &WorkspaceScope, member: MemberId, course: CourseId) -> Key {
    REQUESTS.item_of(scope, member, course)
}

pub(crate) fn invitation(scope: &WorkspaceScope, member: MemberId, course: CourseId) -> Key {
    INVITATIONS.item_of(scope, member, course)
}

pub(crate) fn requests(scope: &WorkspaceScope) -> String {
    WAITING.partition(scope)
}

pub(crate) fn requests_to(scope: &WorkspaceScope, manager: MemberId) -> String {
    WAITING_FOR.partition_of(scope, manager)
}

pub(crate) fn requests_in(scope: &WorkspaceScope, region_digest: &str) -> String {
    WAITING_IN.partition_of(scope, region_digest)
}

pub(crate) fn invited(scope: &WorkspaceScope, course: CourseId) -> String {
    INVITED.partition_of(scope, course)
}

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
