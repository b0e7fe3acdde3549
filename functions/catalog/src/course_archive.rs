//! The archive that Trellis makes of a course, and makes a course of again: a zip.
//!
//! | entry | what |
//! |---|---|
//! | `course.json` | first: [`Manifest`], which names all other entries |
//! | `lessons/<n>.md` | the text of the lesson with the id `l<n>`, as its author wrote it, speaker notes within it |
//! | `lessons/<n>.html`, `lessons/<n>.notes.html` | text and speaker notes of a lesson that is too long for its Markdown to be kept |
//! | `assets/<name>` | pictures and files of an imported book, which its lessons name |
//! | `files/<digest>` | uploaded files, stored and not packed: the digest is what names them in Trellis ([`Digest`]) |
//!
//! What makes sense in one workspace only is not in it: groups, prerequisites, who enrols how, and any person. Lessons keep their ids, by
//! which their texts lead to each other.
//!
//! The format has a number, [`VERSION`]. A reader refuses a higher one. What is added to the format without which an older reader would make
//! another course raises it.
//!
//! *An archive is not trusted.* The zip itself passes [`archive::Archive`], the guard of imported books, and may hold nothing but what its
//! `course.json` names. That is read through the types that the API reads, texts are rendered anew, HTML passes the sanitizer, pictures of
//! books are known by their bytes, and files must have the digest that they are named by before they go the way of every upload.
//!
//! [`Digest`]: files_model::digest::Digest

mod manifest;
mod reading;
#[cfg(test)]
mod round_trip;
mod writing;

pub(crate) use manifest::{
    ArchivedAsset, ArchivedFile, ArchivedLesson, ArchivedModule, ArchivedPart, BookPage, Manifest, TextForm, kind_of,
};
pub(crate) use reading::CourseArchive;
pub(crate) use writing::{ArchiveWriter, Placed, in_archive};

use archive::Limits;
use catalog_model::{course::OutlineError, ids::LessonId};
use files_model::digest::Digest;
use mdbook_import::ImportError;

/// What `course.json` calls the format.
pub(crate) const FORMAT: &str = "trellis-course";
pub(crate) const VERSION: u64 = 1;

/// Bytes of an archive. One within them can be put into the bucket by one request and needs no 64-bit sizes, and a worker gets through it in
/// its time.
pub(crate) const ARCHIVE_BYTES: u64 = 2 * 1024 * 1024 * 1024;
/// Bytes of `course.json`, which is held in memory.
const MANIFEST_BYTES: usize = 32 * 1024 * 1024;
/// Bytes of a lesson's text: those of a book may be longer than those that are written here.
const TEXT_BYTES: usize = 300 * 1024;
/// Bytes of all texts together, which are rendered.
pub(crate) const ALL_TEXTS: u64 = 256 * 1024 * 1024;
/// Bytes of a picture or file of a book.
pub(crate) const ASSET_BYTES: u64 = 10 * 1024 * 1024;
/// Files, and pictures of books.
pub(crate) const MOST_FILES: u64 = 5_000;
pub(crate) const MOST_ASSETS: u64 = 10_000;

const MANIFEST: &str = "course.json";

/// What the guard of archives is told. Deflate makes a text at most a thousand times smaller: what counts is what comes out, and files
/// are not packed.
fn limits() -> Limits {
    Limits { entries: 30_000, total_bytes: ARCHIVE_BYTES + ALL_TEXTS }
}

fn text_entry(lesson: LessonId, form: TextForm) -> String {
    match form {
        TextForm::Markdown => format!("lessons/{}.md", lesson.number()),
        TextForm::Html => format!("lessons/{}.html", lesson.number()),
    }
}

fn notes_entry(lesson: LessonId) -> String {
    format!("lessons/{}.notes.html", lesson.number())
}

fn asset_entry(name: &str) -> String {
    format!("assets/{name}")
}

fn file_entry(digest: Digest) -> String {
    format!("files/{digest}")
}

/// Why no course can be made of an archive, or no archive of a course. Every message is a sentence for the author.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum ArchiveError {
    #[error(transparent)]
    Zip(#[from] ImportError),
    #[error("the archive holds no course.json: it is none that Trellis has made of a course")]
    NoManifest,
    #[error("course.json is none of an archive that Trellis has made of a course")]
    NotOurs,
    #[error("the archive was made by a newer Trellis: its format is version {0}, and this one reads up to version {VERSION}")]
    Newer(u64),
    #[error("course.json can't be read: {0}")]
    Manifest(String),
    #[error("course.json is larger than {} MiB", MANIFEST_BYTES >> 20)]
    ManifestTooLarge,
    #[error("the archive holds {0}, which its course.json does not name")]
    Unnamed(String),
    #[error("{0} is missing in the archive")]
    Missing(String),
    #[error("{0} is packed; files lie in an archive of Trellis as they are")]
    Packed(String),
    #[error("{0} does not have the size that course.json says")]
    OtherSize(String),
    #[error("{0} is not the file that its digest names: it was changed or damaged")]
    OtherBytes(String),
    #[error(transparent)]
    Outline(#[from] OutlineError),
    #[error("the lesson “{title}”: {reason}")]
    Lesson { title: String, reason: String },
    #[error("the texts have more than {} MiB together", ALL_TEXTS >> 20)]
    Texts,
    #[error("the course's files have {mebibytes} MiB together; an archive holds at most {} GiB", ARCHIVE_BYTES >> 30)]
    TooLarge { mebibytes: u64 },
    #[error("the course shows {number} {what}; an archive holds at most {most}")]
    TooMany { what: &'static str, number: usize, most: u64 },
}

impl From<archive::ArchiveError> for ArchiveError {
    fn from(error: archive::ArchiveError) -> Self {
        Self::Zip(error.into())
    }
}

impl ArchiveError {
    pub(crate) fn lesson(title: &str, reason: impl ToString) -> Self {
        Self::Lesson { title: title.to_owned(), reason: reason.to_string() }
    }
}
