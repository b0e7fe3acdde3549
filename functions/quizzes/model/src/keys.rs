//! What this area keeps in the table.

use crate::attempt::{AttemptName, AttemptNumber};
use catalog_model::ids::{CourseId, LessonId, VersionNumber};
use jiff::Timestamp;
use table::{Key, Prefix};
use tenancy::WorkspaceScope;
use trellis_core::ids::{EventId, MemberId};

/// A member's attempts at quizzes.
pub(crate) const ATTEMPTS: Prefix = Prefix::new("MEMBER", "QUIZ#");
/// All attempts at a quiz.
const ATTEMPTS_AT: Prefix = Prefix::new("ATTEMPTS_AT", "");
/// What is known of a quiz's questions.
const STATISTICS: Prefix = Prefix::new("QUIZ", "STATISTICS#");
/// What was counted there, by the event that said so.
const COUNTED: Prefix = Prefix::new("QUIZ", "COUNTED#");

pub const PREFIXES: &[Prefix] = &[ATTEMPTS, ATTEMPTS_AT, STATISTICS, COUNTED];

pub(crate) fn attempt(scope: &WorkspaceScope, member: MemberId, course: CourseId, lesson: LessonId, number: AttemptNumber) -> Key {
    ATTEMPTS.item_of(scope, member, format_args!("{course}#{lesson}#{:05}", number.get()))
}

/// How the sort keys of a member's attempts at a quiz begin.
pub(crate) fn at_quiz(course: CourseId, lesson: LessonId) -> String {
    format!("{}{course}#{lesson}#", ATTEMPTS.sort())
}

pub(crate) fn attempts_at(scope: &WorkspaceScope, course: CourseId, lesson: LessonId) -> String {
    ATTEMPTS_AT.partition_of(scope, format_args!("{course}#{lesson}"))
}

/// Where an attempt stands among all at its quiz, in the order in which they began.
pub(crate) fn entry(scope: &WorkspaceScope, name: AttemptName, begun_at: Timestamp) -> Key {
    let AttemptName { member_id, course_id, lesson_id, number } = name;
    let sort = format_args!("{:015}#{member_id}#{:05}", begun_at.as_millisecond(), number.get());
    ATTEMPTS_AT.item_of(scope, format_args!("{course_id}#{lesson_id}"), sort)
}

pub(crate) fn statistics(scope: &WorkspaceScope, course: CourseId, lesson: LessonId, version: VersionNumber) -> Key {
    STATISTICS.item_of(scope, format_args!("{course}#{lesson}"), format_args!("{:010}", version.get()))
}

pub(crate) fn counted(scope: &WorkspaceScope, course: CourseId, lesson: LessonId, event: EventId) -> Key {
    COUNTED.item_of(scope, format_args!("{course}#{lesson}"), event)
}

/// How the sort keys of a quiz's statistics begin.
pub(crate) fn of_versions() -> String {
    STATISTICS.sort().to_owned()
}
