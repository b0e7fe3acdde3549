//! What this area keeps in the table.

use crate::ids::{CourseId, ImportId, LessonId, PathId, VersionNumber};
use table::{Key, Prefix};
use tenancy::WorkspaceScope;

const COURSES: Prefix = Prefix::new("COURSES", "");
const COURSE: Prefix = Prefix::new("COURSE", "");
const IMPORTS: Prefix = Prefix::new("IMPORTS", "");
const IMPORT: Prefix = Prefix::new("IMPORT", "IMPORT");
const PATHS: Prefix = Prefix::new("PATHS", "");
const PATH: Prefix = Prefix::new("PATH", "PATH");

pub const PREFIXES: &[Prefix] = &[COURSES, COURSE, IMPORTS, IMPORT, PATHS, PATH];

/// How the sort keys of what a course holds begin.
pub(crate) const CONTENT: &[&str] = &["OUTLINE", "SOURCES", "LESSON#", "EDITION#", "VERSION#", "SEATS"];

pub(crate) fn courses(scope: &WorkspaceScope) -> String {
    COURSES.partition(scope)
}

pub(crate) fn course_partition(scope: &WorkspaceScope, course: CourseId) -> String {
    COURSE.partition_of(scope, course)
}

/// A course.
#[must_use]
pub fn course(scope: &WorkspaceScope, course: CourseId) -> Key {
    COURSE.item_of(scope, course, "COURSE")
}

pub(crate) fn outline(scope: &WorkspaceScope, course: CourseId) -> Key {
    COURSE.item_of(scope, course, "OUTLINE")
}

pub(crate) const VERSION: &str = "VERSION#";

/// What a version of a course is.
pub(crate) fn version(scope: &WorkspaceScope, course: CourseId, version: VersionNumber) -> Key {
    COURSE.item_of(scope, course, format_args!("{VERSION}{:010}", version.get()))
}

pub(crate) fn version_outline(scope: &WorkspaceScope, course: CourseId, version: VersionNumber) -> Key {
    COURSE.item_of(scope, course, format_args!("OUTLINE#{:010}", version.get()))
}

pub(crate) fn sources(scope: &WorkspaceScope, course: CourseId) -> Key {
    COURSE.item_of(scope, course, "SOURCES")
}

/// How many seats of a course are free.
#[must_use]
pub fn seats(scope: &WorkspaceScope, course: CourseId) -> Key {
    COURSE.item_of(scope, course, "SEATS")
}

/// A lesson as it became in this version.
pub(crate) fn lesson(scope: &WorkspaceScope, course: CourseId, edition: Option<ImportId>, id: LessonId, version: VersionNumber) -> Key {
    COURSE.item_of(scope, course, format_args!("{}#{:010}", lesson_of_all_versions(edition, id), version.get()))
}

/// How the sort keys of a lesson begin, and what it was before there were versions.
pub(crate) fn lesson_of_all_versions(edition: Option<ImportId>, lesson: LessonId) -> String {
    format!("{}{:05}", lessons(edition), lesson.number())
}

/// How the sort keys of an edition's lessons begin.
pub(crate) fn lessons(edition: Option<ImportId>) -> String {
    edition.map_or_else(|| "LESSON#".to_owned(), |edition| format!("EDITION#{edition}#LESSON#"))
}

pub(crate) fn imports(scope: &WorkspaceScope) -> String {
    IMPORTS.partition(scope)
}

pub(crate) fn import(scope: &WorkspaceScope, import: ImportId) -> Key {
    IMPORT.key_of(scope, import)
}

pub(crate) fn paths(scope: &WorkspaceScope) -> String {
    PATHS.partition(scope)
}

/// A path.
#[must_use]
pub fn path(scope: &WorkspaceScope, path: PathId) -> Key {
    PATH.key_of(scope, path)
}

/// Where a thing of this area is stored that has a name: `<thing>/<id>`, as acts name it.
#[must_use]
pub fn named(scope: &WorkspaceScope, kind: &str, id: &str) -> Option<Key> {
    match kind {
        "course" => Some(course(scope, id.parse().ok()?)),
        "import" => Some(import(scope, id.parse().ok()?)),
        "path" => Some(path(scope, id.parse().ok()?)),
        _ => None,
    }
}
