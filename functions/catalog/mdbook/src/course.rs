//! What an import gives back: a course as an outline with its pages, pictures and warnings.

use super::warnings::Warning;
use catalog_model::dialect::{Dialect, TextDirection};
use std::collections::BTreeMap;

/// A course in outline order. It has at least one lesson.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Course {
    /// The book's title; a book without one is called by its first lesson.
    pub title: String,
    pub description: Option<String>,
    /// A language tag (BCP 47), `en` where the book names none.
    pub language: String,
    pub direction: TextDirection,
    /// The folder of the outline and its pages.
    pub folder: String,
    pub parts: Vec<Part>,
    /// How the book's Markdown is to be read.
    pub dialect: Dialect,
    /// The pictures and files that pages show, sorted by path. Their bytes are read by [`super::Book::asset`].
    pub assets: Vec<Asset>,
    /// What was left out or changed, in the order of the outline.
    pub warnings: Vec<Warning>,
}

impl Course {
    /// All lessons in the order in which a learner meets them.
    pub fn lessons(&self) -> impl Iterator<Item = &Lesson> {
        self.parts.iter().flat_map(|part| &part.modules).flat_map(|module| &module.lessons)
    }
}

/// A part of a course, with at least one module.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    pub title: String,
    pub modules: Vec<Module>,
}

/// A module: a top-level item of the outline with everything nested in it, at least one lesson.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Module {
    pub title: String,
    pub lessons: Vec<Lesson>,
}

/// What a lesson is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LessonKind {
    /// A page to read.
    Page,
}

/// One page of the book.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lesson {
    pub title: String,
    pub kind: LessonKind,
    /// How long it takes, 0 to 10,000 minutes: what the page says, or else its reading time.
    pub minutes: u32,
    /// Sanitized HTML, whose links to lessons and pictures are placeholders for [`super::resolve_links`].
    pub html: String,
    /// What the author wrote for whoever gives the course: sanitized HTML, for authors only.
    pub speaker_notes: Option<String>,
    /// The Markdown of the page with what it includes, drawings taken out.
    pub markdown: String,
    /// For addresses as the page writes them, the placeholders of what they lead to.
    pub addresses: BTreeMap<String, String>,
    /// The page's path in the archive, unique within the course, such as `src/welcome.md`.
    pub source: String,
    /// The course that the page says it belongs to, where one book holds several.
    pub course: Option<String>,
    /// The session in which the page is given, such as `Day 1 Morning`.
    pub session: Option<String>,
}

/// A picture that a page shows or a file that it offers. It was inflated and measured once when it was listed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asset {
    /// The file's path in the archive; for a drawing that stands in a page's text, a path that no archive has.
    pub path: String,
    /// The type by its content, whatever its name says, such as `image/png`.
    pub content_type: &'static str,
    /// Bytes.
    pub size: u64,
}
