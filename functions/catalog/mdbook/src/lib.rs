//! Reads a course that was written as an mdBook and packed as a zip archive, and renders single pages alike.
//!
//! ```no_run
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! use mdbook_import::{Book, Limits};
//!
//! let mut book = Book::open(std::fs::File::open("course.zip")?, Limits::default())?;
//! let course = book.course()?;
//! for picture in &course.assets {
//!     let bytes = book.asset(picture)?;
//!     println!("{} ({}, {} bytes)", picture.path, picture.content_type, bytes.len());
//! }
//! # Ok(())
//! # }
//! ```
//!
//! Nothing here touches a network, a clock or a disk: the same archive gives the same course.

mod authored;
mod blank;
mod book;
mod code;
mod containers;
mod course;
mod directives;
mod drawings;
mod error;
mod expansion;
mod fences;
mod formulas;
mod front_matter;
mod inline_elements;
mod layout;
mod limits;
mod lines;
mod links;
mod losses;
mod markdown;
mod outline;
mod page;
mod passages;
mod pictures;
mod plan;
mod positions;
mod raw_html;
mod raw_tags;
mod reading_time;
mod sanitizer;
mod settings;
mod spare_pages;
mod speaker_notes;
mod svg;
mod tags;
mod targets;
mod warnings;
mod work;

#[cfg(test)]
mod hostile_input;
#[cfg(test)]
mod real_course;
#[cfg(test)]
mod sample;

pub use authored::{AuthoredPage, Origin, readmit, render};
pub use blank::is_blank;
pub use book::Book;
pub use course::{Asset, Course, Lesson, LessonKind, Module, Part};
pub use error::ImportError;
pub use limits::Limits;
pub use pictures::taken;
pub use targets::{Target, named_files, resolve_links, shown_files, uploaded};
pub use warnings::{Warning, WarningKind};
pub use work::Done;
