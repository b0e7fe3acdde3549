//! One page of the book, from its Markdown to a lesson.

use super::archive::Archive;
use super::course::{Lesson, LessonKind};
use super::error::ImportError;
use super::expansion;
use super::front_matter;
use super::limits::Limits;
use super::lines::Lines;
use super::links::Links;
use super::markdown;
use super::pictures::Pictures;
use super::plan::PlannedLesson;
use super::reading_time;
use super::sanitizer::Sanitizer;
use super::spare_pages;
use super::speaker_notes;
use super::warnings::{WarningKind, Warnings};
use std::collections::BTreeSet;
use std::io::{Read, Seek};

/// What all pages of an import share.
pub(super) struct Pages<'a, R> {
    pub(super) archive: &'a mut Archive<R>,
    pub(super) limits: &'a Limits,
    pub(super) warnings: Warnings,
    pub(super) pictures: Pictures,
    pub(super) sanitizer: Sanitizer,
    /// The folder of the outline.
    pub(super) root: String,
    pub(super) smart_punctuation: bool,
}

impl<R: Read + Seek> Pages<'_, R> {
    /// Makes a lesson of a page.
    ///
    /// # Errors
    /// The page is too large, tangled or no text, or the archive is bad.
    pub(super) fn lesson(&mut self, planned: PlannedLesson, lessons: &BTreeSet<String>) -> Result<Lesson, ImportError> {
        let PlannedLesson { title, source } = planned;
        let limit = self.limits.page_bytes;
        let text = self.archive.text(&source, limit)?;
        let opened = front_matter::open(&text, &source, &mut self.warnings);
        let expanded = expansion::expand(self.archive, &mut self.warnings, &source, opened.body, opened.first_line, limit)?;
        let front_matter = opened.front_matter;
        drop(text);

        let rendered =
            markdown::render(&expanded.text, self.smart_punctuation).map_err(|_| ImportError::Tangled { file: source.clone() })?;
        let lines = Lines::of(&expanded.text);
        for position in rendered.unbalanced_notes {
            let index = (lines.line_of(position) as usize).saturating_sub(1);
            let message = "a <details> block has no end, or an end without its beginning; look at what became speaker notes".to_owned();
            self.warnings.add(WarningKind::SpeakerNotes, &source, expanded.source_lines.get(index).copied(), message);
        }
        let clean = self.sanitizer.clean(&rendered.html);
        drop(rendered.html);
        let mut links = Links {
            archive: self.archive,
            pictures: &mut self.pictures,
            warnings: &mut self.warnings,
            page: &source,
            root: &self.root,
            lessons,
            expanded: &expanded,
            picture_limit: self.limits.asset_bytes,
            warned: BTreeSet::new(),
        };
        let split = speaker_notes::split(&links.rewrite(&clean)?);
        if split.html.len() + split.notes.as_ref().map_or(0, String::len) > limit {
            return Err(ImportError::PageTooLarge { file: source, limit });
        }
        Ok(Lesson {
            title,
            kind: LessonKind::Page,
            minutes: front_matter.minutes.unwrap_or_else(|| reading_time::minutes(&split.html).min(front_matter::MOST_MINUTES)),
            html: split.html,
            speaker_notes: split.notes,
            source,
            course: front_matter.course,
            session: front_matter.session,
        })
    }

    /// Tells of a page that stands in no outline, and of what it would have included.
    ///
    /// # Errors
    /// The archive is bad.
    pub(super) fn unlisted(&mut self, path: &str) -> Result<(), ImportError> {
        self.warnings.add(WarningKind::UnlistedPage, path, None, "the page stands in no outline and is left out".to_owned());
        match self.archive.text(path, self.limits.page_bytes) {
            Ok(text) => spare_pages::check(self.archive, &mut self.warnings, path, &text),
            Err(ImportError::NotUtf8 { .. } | ImportError::PageTooLarge { .. }) => {}
            Err(error) => return Err(error),
        }
        Ok(())
    }
}
