//! One page of the book, from its Markdown to a lesson.

use super::course::{Lesson, LessonKind};
use super::drawings;
use super::error::ImportError;
use super::expansion::{self, Expanded};
use super::front_matter;
use super::limits::Limits;
use super::lines::Lines;
use super::links::{self, DRAWN, Links};
use super::markdown;
use super::pictures::Pictures;
use super::plan::PlannedLesson;
use super::reading_time;
use super::sanitizer::Sanitizer;
use super::spare_pages;
use super::speaker_notes;
use super::svg::Drawing;
use super::warnings::{WarningKind, Warnings};
use super::work::Work;
use archive::{Archive, ArchiveError};
use catalog_model::dialect::Dialect;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{Read, Seek};

/// What all pages of an import share.
pub(super) struct Pages<'a, R> {
    pub(super) archive: &'a mut Archive<R>,
    pub(super) limits: &'a Limits,
    pub(super) warnings: Warnings,
    pub(super) work: Work,
    pub(super) pictures: Pictures,
    pub(super) sanitizer: Sanitizer,
    /// The folder of the outline.
    pub(super) root: String,
    pub(super) dialect: Dialect,
}

impl<R: Read + Seek> Pages<'_, R> {
    /// Makes a lesson of a page; `None` with a warning where the page alone is at fault.
    ///
    /// # Errors
    /// The archive is bad, or the book asks for too much.
    pub(super) fn lesson(&mut self, planned: PlannedLesson, lessons: &BTreeSet<String>) -> Result<Option<Lesson>, ImportError> {
        let source = planned.source.clone();
        self.work.begin_page();
        match self.read(planned, lessons) {
            Ok(lesson) => Ok(Some(lesson)),
            Err(error) if error.concerns_one_page() => {
                self.warnings.add(WarningKind::LeftOutPage, &source, None, format!("{error}; the page is left out"));
                Ok(None)
            }
            Err(error) => Err(error),
        }
    }

    fn read(&mut self, planned: PlannedLesson, lessons: &BTreeSet<String>) -> Result<Lesson, ImportError> {
        let PlannedLesson { title, source } = planned;
        let limit = self.limits.page_bytes;
        let text = self.archive.text(&source, limit)?;
        let opened = front_matter::open(&text, &source, &mut self.warnings);
        let body = (opened.body, opened.first_line);
        let expanded = expansion::expand(self.archive, &mut self.warnings, &mut self.work, &source, body, limit)?;
        let front_matter = opened.front_matter;
        drop(text);
        self.work.bytes(&source, expanded.text.len())?;
        let mut drawings = BTreeMap::new();
        let expanded = drawings::take_out(&source, expanded, &mut self.warnings, |drawing| {
            let address = format!("{DRAWN}{}.svg", drawings.len() + 1);
            drawings.insert(address.clone(), drawing);
            address
        });

        let rendered = markdown::render(&expanded.text, &self.dialect).map_err(|_| ImportError::Tangled { file: source.clone() })?;
        let lines = Lines::of(&expanded.text);
        self.work.bytes(&source, rendered.html.len())?;
        let clean = self.sanitizer.clean(&rendered.html);
        let warnings = &mut self.warnings;
        rendered.tell(&clean, |kind, position, message| {
            warnings.add(kind, &source, position.and_then(|position| expanded.source_line(&lines, position)), message);
        });
        let (html, addresses) = self.linked(&source, lessons, &clean, &addressed(&expanded, &lines, rendered.addresses), &mut drawings)?;
        let split = speaker_notes::split(&html, self.dialect.speaker_notes);
        if split.html.len() + split.notes.as_ref().map_or(0, String::len) > limit {
            return Err(ImportError::PageTooLarge { file: source, limit });
        }
        Ok(Lesson {
            title,
            kind: LessonKind::Page,
            minutes: front_matter.minutes.unwrap_or_else(|| reading_time::minutes(&split.html).min(front_matter::MOST_MINUTES)),
            html: split.html,
            speaker_notes: split.notes,
            markdown: expanded.text,
            addresses,
            source,
            course: front_matter.course,
            session: front_matter.session,
        })
    }

    /// HTML whose links and pictures lead into the course, and the placeholders for its addresses.
    fn linked(
        &mut self,
        source: &str,
        lessons: &BTreeSet<String>,
        clean: &str,
        lines: &BTreeMap<String, Option<u32>>,
        drawings: &mut BTreeMap<String, Drawing>,
    ) -> Result<(String, BTreeMap<String, String>), ImportError> {
        let mut links = Links {
            archive: self.archive,
            pictures: &mut self.pictures,
            warnings: &mut self.warnings,
            page: source,
            root: &self.root,
            lessons,
            lines,
            drawings,
            file_limit: self.limits.asset_bytes,
            warned: BTreeSet::new(),
            found: BTreeMap::new(),
        };
        Ok((links.rewrite(clean)?, links.found))
    }

    /// Tells of a page that stands in no outline, and of what it would have included.
    ///
    /// # Errors
    /// The archive is bad.
    pub(super) fn unlisted(&mut self, path: &str) -> Result<(), ImportError> {
        self.warnings.add(WarningKind::UnlistedPage, path, None, "the page stands in no outline and is left out".to_owned());
        match self.archive.text(path, self.limits.page_bytes) {
            Ok(text) => spare_pages::check(self.archive, &mut self.warnings, path, &text),
            Err(ArchiveError::NotUtf8 { .. } | ArchiveError::FileTooLarge { .. }) => {}
            Err(error) => return Err(error.into()),
        }
        Ok(())
    }
}

/// The lines of addresses in the page's own file.
fn addressed(expanded: &Expanded, lines: &Lines, positions: BTreeMap<String, usize>) -> BTreeMap<String, Option<u32>> {
    positions.into_iter().map(|(address, position)| (links::key(&address), expanded.source_line(lines, position))).collect()
}
