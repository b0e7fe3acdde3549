//! What this area keeps in the table.

use aws_lc_rs::digest::{SHA256, digest as sha256};
use catalog_model::ids::{CourseId, LessonId};
use files_model::digest::Digest;
use table::{Key, Prefix};
use tenancy::{Space, WorkspaceScope};
use trellis_core::ids::MemberId;

/// A package, and how its parts are opened.
const PACKAGE: Prefix = Prefix::new("PACKAGE", "PACKAGE");
const UNITS: Prefix = Prefix::new("PACKAGE", "UNIT#");
/// A member's attempts in packages.
const ATTEMPTS: Prefix = Prefix::new("MEMBER", "PACKAGE#");
/// What lists show of them.
pub(crate) const LISTED: Prefix = Prefix::new("MEMBER", "PACKAGE_ATTEMPT#");
/// All attempts in a lesson.
const ATTEMPTS_IN: Prefix = Prefix::new("PACKAGE_ATTEMPTS", "");

pub const PREFIXES: &[Prefix] = &[PACKAGE, UNITS, ATTEMPTS, LISTED, ATTEMPTS_IN];

pub(crate) fn package(scope: &WorkspaceScope, digest: Digest) -> Key {
    PACKAGE.key_of(scope, digest)
}

/// Identifiers are anybody's texts, so that a digest stands for them.
pub(crate) fn unit(home: &impl Space, digest: Digest, item: &str) -> Key {
    let name = hex::encode(sha256(&SHA256, item.as_bytes()).as_ref().get(..16).unwrap_or_default());
    UNITS.item_of(home, digest, name)
}

pub(crate) fn attempt(scope: &WorkspaceScope, member: MemberId, course: CourseId, lesson: LessonId, number: u32) -> Key {
    ATTEMPTS.item_of(scope, member, format_args!("{course}#{lesson}#{number:05}"))
}

/// How the keys of a lesson's attempts begin.
pub(crate) fn attempts(course: CourseId, lesson: LessonId) -> String {
    format!("{}{course}#{lesson}#", ATTEMPTS.sort())
}

/// By when the attempt began, in milliseconds.
pub(crate) fn listed_attempt(
    scope: &WorkspaceScope,
    member: MemberId,
    (time, course, lesson, number): (i64, CourseId, LessonId, u32),
) -> Key {
    LISTED.item_of(scope, member, format_args!("{time:015}#{course}#{lesson}#{number:05}"))
}

pub(crate) fn attempts_in(scope: &WorkspaceScope, course: CourseId, lesson: LessonId) -> String {
    ATTEMPTS_IN.partition_of(scope, format_args!("{course}#{lesson}"))
}
