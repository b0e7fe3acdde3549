//! What this area keeps in the table.

use crate::ids::{CollectionId, CourseId, ExportId, ImportId, LessonId, PathId, VersionNumber};
use files_model::digest::Digest;
use questions::draw::BankId;
use table::{Key, Prefix};
use tenancy::{GlobalScope, Space, WorkspaceScope};

const COURSES: Prefix = Prefix::new("COURSES", "");
const COURSE: Prefix = Prefix::new("COURSE", "");
const OFFER: Prefix = Prefix::new("OFFER", "OFFER");
const COLLECTIONS: Prefix = Prefix::new("COLLECTIONS", "");
const COLLECTION: Prefix = Prefix::new("COLLECTION", "");
const IMPORTS: Prefix = Prefix::new("IMPORTS", "");
const IMPORT: Prefix = Prefix::new("IMPORT", "IMPORT");
const EXPORT: Prefix = Prefix::new("EXPORT", "EXPORT");
const TRANSLATIONS: Prefix = Prefix::new("TRANSLATIONS", "");
const BANKS: Prefix = Prefix::new("BANKS", "");
const BANK: Prefix = Prefix::new("BANK", "");
const PATHS: Prefix = Prefix::new("PATHS", "");
const PATH: Prefix = Prefix::new("PATH", "PATH");

pub const PREFIXES: &[Prefix] =
    &[COURSES, COURSE, OFFER, COLLECTIONS, COLLECTION, IMPORTS, IMPORT, EXPORT, PATHS, PATH, TRANSLATIONS, BANKS, BANK];

/// How the sort keys of what a course holds begin, which goes with it. Its seats are those of enrolments, which stay, and a course of the
/// global catalogue may come back to them. Versions go before their words, which come to be only beside a version.
pub(crate) const CONTENT: &[&str] = &["OUTLINE", "SOURCES", "LESSON#", "EDITION#", "VERSION#", WORDS, QUESTIONS];

pub(crate) fn courses(home: &impl Space) -> String {
    COURSES.partition(home)
}

pub(crate) fn course_partition(home: &impl Space, course: CourseId) -> String {
    COURSE.partition_of(home, course)
}

/// A course.
#[must_use]
pub fn course(home: &impl Space, course: CourseId) -> Key {
    COURSE.item_of(home, course, "COURSE")
}

pub(crate) fn outline(scope: &WorkspaceScope, course: CourseId) -> Key {
    COURSE.item_of(scope, course, "OUTLINE")
}

pub(crate) const VERSION: &str = "VERSION#";

/// What a version of a course is.
pub(crate) fn version(home: &impl Space, course: CourseId, version: VersionNumber) -> Key {
    COURSE.item_of(home, course, format_args!("{VERSION}{:010}", version.get()))
}

pub(crate) fn version_outline(home: &impl Space, course: CourseId, version: VersionNumber) -> Key {
    COURSE.item_of(home, course, format_args!("OUTLINE#{:010}", version.get()))
}

const WORDS: &str = "WORDS#";

/// By which words the texts of a version are found.
pub(crate) fn words(home: &impl Space, course: CourseId, version: VersionNumber) -> Key {
    COURSE.item_of(home, course, format_args!("{WORDS}{:010}", version.get()))
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
pub(crate) fn lesson(home: &impl Space, course: CourseId, edition: Option<ImportId>, id: LessonId, version: VersionNumber) -> Key {
    COURSE.item_of(home, course, format_args!("{}#{:010}", lesson_of_all_versions(edition, id), version.get()))
}

/// How the sort keys of quizzes' questions begin.
pub(crate) const QUESTIONS: &str = "QUESTIONS#";

/// The questions of a quiz, which never change: others have another digest.
pub(crate) fn questions(home: &impl Space, course: CourseId, digest: &str) -> Key {
    COURSE.item_of(home, course, format_args!("{QUESTIONS}{digest}"))
}

/// How the sort keys of a lesson begin, and what it was before there were versions.
pub(crate) fn lesson_of_all_versions(edition: Option<ImportId>, lesson: LessonId) -> String {
    format!("{}{:05}", lessons(edition), lesson.number())
}

/// How the sort keys of an edition's lessons begin.
pub(crate) fn lessons(edition: Option<ImportId>) -> String {
    edition.map_or_else(|| "LESSON#".to_owned(), |edition| format!("EDITION#{edition}#LESSON#"))
}

/// What became of the offer of a course to all workspaces.
pub(crate) fn offer(scope: &WorkspaceScope, course: CourseId) -> Key {
    OFFER.key_of(scope, course)
}

pub(crate) fn collections(home: &GlobalScope) -> String {
    COLLECTIONS.partition(home)
}

pub(crate) fn collection(home: &GlobalScope, collection: CollectionId) -> Key {
    COLLECTION.item_of(home, collection, "COLLECTION")
}

/// That a workspace subscribes to a collection.
pub(crate) fn collection_subscription(scope: &WorkspaceScope, collection: CollectionId) -> Key {
    COLLECTION.item_of(scope, collection, "SUBSCRIPTION")
}

/// The courses that say another one in other languages.
pub(crate) fn translations(scope: &WorkspaceScope, original: CourseId) -> String {
    TRANSLATIONS.partition_of(scope, original)
}

pub(crate) fn imports(scope: &WorkspaceScope) -> String {
    IMPORTS.partition(scope)
}

pub(crate) fn import(scope: &WorkspaceScope, import: ImportId) -> Key {
    IMPORT.key_of(scope, import)
}

/// How the sort keys begin of files that an import brings.
pub(crate) const BROUGHT: &str = "IMPORT#FILE#";

pub(crate) fn import_partition(scope: &WorkspaceScope, import: ImportId) -> String {
    IMPORT.partition_of(scope, import)
}

pub(crate) fn brought_file(scope: &WorkspaceScope, import: ImportId, file: Digest) -> Key {
    IMPORT.item_of(scope, import, format_args!("#FILE#{file}"))
}

pub(crate) fn export(scope: &WorkspaceScope, export: ExportId) -> Key {
    EXPORT.key_of(scope, export)
}

pub(crate) fn paths(scope: &WorkspaceScope) -> String {
    PATHS.partition(scope)
}

/// A path.
#[must_use]
pub fn path(scope: &WorkspaceScope, path: PathId) -> Key {
    PATH.key_of(scope, path)
}

pub(crate) fn banks(scope: &WorkspaceScope) -> String {
    BANKS.partition(scope)
}

/// A question bank.
#[must_use]
pub fn bank(scope: &WorkspaceScope, bank: BankId) -> Key {
    BANK.item_of(scope, bank, "BANK")
}

/// Its questions, which are read without it where a quiz takes them.
pub(crate) fn bank_questions(scope: &WorkspaceScope, bank: BankId) -> Key {
    BANK.item_of(scope, bank, "QUESTIONS")
}

/// Where a thing of this area is stored that has a name: `<thing>/<id>`, as acts name it.
#[must_use]
pub fn named(scope: &WorkspaceScope, kind: &str, id: &str) -> Option<Key> {
    match kind {
        "course" => Some(course(scope, id.parse().ok()?)),
        "import" => Some(import(scope, id.parse().ok()?)),
        "export" => Some(export(scope, id.parse().ok()?)),
        "path" => Some(path(scope, id.parse().ok()?)),
        "question_bank" => Some(bank(scope, id.parse().ok()?)),
        _ => None,
    }
}
