//! The book as a whole: from an archive to a course.

use super::archive::Archive;
use super::course::{Asset, Course, Module, Part};
use super::error::ImportError;
use super::layout::{self, Layout};
use super::limits::Limits;
use super::outline;
use super::page::Pages;
use super::paths;
use super::pictures::Pictures;
use super::plan::{self, Plan};
use super::sanitizer::Sanitizer;
use super::settings::Settings;
use super::warnings::{WarningKind, Warnings};
use std::collections::BTreeSet;
use std::io::{Read, Seek};

/// An archive that may be a book. What is in it is read by and by from `R`, so that it need not be in memory.
pub struct Book<R> {
    archive: Archive<R>,
    limits: Limits,
}

impl<R: Read + Seek> Book<R> {
    /// Opens a zip archive and checks all of its entries without unpacking any.
    ///
    /// # Errors
    /// It is no zip archive, is larger than it may be, or has entries that no book has.
    pub fn open(reader: R, limits: Limits) -> Result<Self, ImportError> {
        let archive = Archive::open(reader, &limits)?;
        Ok(Self { archive, limits })
    }

    /// Reads the outline and all pages in it, and looks at all pictures that they show.
    ///
    /// When it succeeds, [`Book::asset`] succeeds for each of the course's assets.
    ///
    /// # Errors
    /// The book has no outline or no lesson, something in it is too large, or the archive is bad.
    pub fn course(&mut self) -> Result<Course, ImportError> {
        let mut warnings = Warnings::default();
        let (settings, outline_file) = self.find(&mut warnings)?;
        let text = self.archive.text(&outline_file, self.limits.page_bytes)?;
        let outline = outline::parse(&text);
        let archive = &self.archive;
        let plan = plan::plan(outline, &outline_file, self.limits.pages, |path| archive.contains(path), &mut warnings)?;
        let unlisted = self.unlisted(&settings.source, &outline_file, &plan.sources);

        let mut pages = Pages {
            archive: &mut self.archive,
            limits: &self.limits,
            warnings,
            pictures: Pictures::default(),
            sanitizer: Sanitizer::new(),
            root: settings.source.clone(),
            smart_punctuation: settings.smart_punctuation,
        };
        let mut parts = lessons(&mut pages, plan)?;
        for path in unlisted {
            pages.unlisted(&path)?;
        }
        let Pages { mut warnings, pictures, .. } = pages;
        let title = title(settings.title, &mut parts, &outline_file, &mut warnings);
        Ok(Course {
            title,
            description: settings.description,
            language: settings.language,
            parts,
            assets: pictures.into_assets(),
            warnings: warnings.into_vec(&outline_file),
        })
    }

    /// The bytes of a picture that [`Book::course`] listed.
    ///
    /// # Errors
    /// `asset` is not of this book, or its reader fails.
    pub fn asset(&mut self, asset: &Asset) -> Result<Vec<u8>, ImportError> {
        self.archive.inspected_bytes(&asset.path)
    }

    /// The settings and the path of the outline.
    fn find(&mut self, warnings: &mut Warnings) -> Result<(Settings, String), ImportError> {
        let missing = |expected: &str| ImportError::NoOutline { expected: expected.to_owned() };
        match layout::find(self.archive.paths()) {
            Layout::Nothing => Err(missing("src/SUMMARY.md")),
            Layout::OutlineOnly(path) => Ok((Settings::defaults(paths::folder_of(&path)), path)),
            Layout::WithSettings(file) => {
                let text = self.archive.text(&file, self.limits.page_bytes)?;
                let settings = Settings::parse(&text, &file, warnings)?;
                let outline = layout::outline_in(&settings.source).ok_or_else(|| missing("SUMMARY.md"))?;
                if self.archive.contains(&outline) { Ok((settings, outline)) } else { Err(missing(&outline)) }
            }
        }
    }

    /// Pages beside the lessons, sorted.
    fn unlisted(&self, folder: &str, outline_file: &str, lessons: &BTreeSet<String>) -> Vec<String> {
        let prefix = if folder.is_empty() { String::new() } else { format!("{folder}/") };
        let is_page = |path: &str| path.starts_with(&prefix) && path.ends_with(".md") && path != outline_file && !lessons.contains(path);
        self.archive.paths().filter(|path| is_page(path)).map(str::to_owned).collect()
    }
}

fn lessons<R: Read + Seek>(pages: &mut Pages<'_, R>, plan: Plan) -> Result<Vec<Part>, ImportError> {
    let limit = pages.limits.text_bytes;
    let mut held = 0;
    let mut parts = Vec::with_capacity(plan.parts.len());
    for part in plan.parts {
        let mut modules = Vec::with_capacity(part.modules.len());
        for module in part.modules {
            let mut lessons = Vec::with_capacity(module.lessons.len());
            for planned in module.lessons {
                let lesson = pages.lesson(planned, &plan.sources)?;
                held += lesson.html.len() + lesson.speaker_notes.as_ref().map_or(0, String::len);
                if held > limit {
                    return Err(ImportError::TextTooLarge { limit });
                }
                lessons.push(lesson);
            }
            modules.push(Module { title: module.title, lessons });
        }
        parts.push(Part { title: part.title.unwrap_or_default(), modules });
    }
    Ok(parts)
}

/// The book's title, which is also the title of the parts that have none: what comes before the first heading.
fn title(wanted: Option<String>, parts: &mut [Part], outline_file: &str, warnings: &mut Warnings) -> String {
    let first_lesson = parts.first().and_then(|part| part.modules.first()).and_then(|module| module.lessons.first());
    let made_up = first_lesson.map(|lesson| lesson.title.clone()).unwrap_or_default();
    let title = wanted.map(|title| outline::one_line(&title)).filter(|title| !title.is_empty()).unwrap_or_else(|| {
        warnings.add(WarningKind::Setting, outline_file, None, "the book has no title; it is called by its first lesson".to_owned());
        made_up
    });
    for part in parts.iter_mut().filter(|part| part.title.is_empty()) {
        part.title.clone_from(&title);
    }
    title
}

#[cfg(test)]
mod tests {
    use super::super::sample;
    use super::*;
    use std::io::Cursor;

    const BOOK: [(&str, &str); 9] = [
        ("pack/book.toml", "[book]\ntitle = 'Safety 🦺'\ndescription = 'At work'\nlanguage = 'de'\nsrc = 'text'"),
        (
            "pack/text/SUMMARY.md",
            "# Summary\n\n[Intro](intro.md)\n\n# One\n\n- [`Tools`](tools.md)\n  - [Saws](saws.md)\n  - [Gone](gone.md)\n- [Draft]()\n\n# Nothing\n\n- [Gone too](gone2.md)\n",
        ),
        ("pack/text/intro.md", "Read [tools](tools.md#b)."),
        (
            "pack/text/tools.md",
            "---\nminutes: 7\nsession: Morning\n---\n# Tools\n\n{{#include ../code/saw.rs}}\n\n{{#include gone.rs}}\n\n<details>\n\nSay *this*.\n\n</details>\n",
        ),
        ("pack/text/saws.md", "x"),
        ("pack/text/spare.md", "{{#include gone.rs}}"),
        ("pack/code/saw.rs", "sawdust"),
        ("pack/README.md", "# About"),
        ("LICENSE", "free"),
    ];

    #[test]
    fn a_book_becomes_a_course() {
        let course = sample::course(&BOOK);
        assert_eq!((course.title.as_str(), course.description.as_deref(), course.language.as_str()), ("Safety 🦺", Some("At work"), "de"));
        let parts: Vec<_> = course.parts.iter().map(|part| (part.title.as_str(), part.modules.len())).collect();
        assert_eq!(parts, [("Safety 🦺", 1), ("One", 1)]);
        let lessons: Vec<_> = course.lessons().map(|lesson| (lesson.title.as_str(), lesson.source.as_str(), lesson.minutes)).collect();
        assert_eq!(lessons, [("Intro", "pack/text/intro.md", 1), ("Tools", "pack/text/tools.md", 7), ("Saws", "pack/text/saws.md", 1)]);
        let tools = &course.parts[1].modules[0].lessons[0];
        assert_eq!(tools.html, "<h1 id=\"content-tools\">Tools</h1>\n<p>sawdust</p>");
        assert_eq!(tools.speaker_notes.as_deref(), Some("<p>Say <em>this</em>.</p>"));
        assert_eq!((tools.session.as_deref(), &tools.course), (Some("Morning"), &None));
    }

    #[test]
    fn what_is_missing_is_listed() {
        let warnings = sample::course(&BOOK).warnings;
        let places: Vec<_> =
            warnings.iter().map(|warning| (warning.kind, warning.file.trim_start_matches("pack/text/"), warning.line)).collect();
        assert_eq!(
            places,
            [
                (WarningKind::MissingPage, "SUMMARY.md", Some(9)),
                (WarningKind::Draft, "SUMMARY.md", Some(10)),
                (WarningKind::MissingPage, "SUMMARY.md", Some(14)),
                (WarningKind::UnresolvedInclude, "tools.md", Some(9)),
                (WarningKind::UnlistedPage, "spare.md", None),
                (WarningKind::UnresolvedInclude, "spare.md", Some(1)),
            ]
        );
    }

    #[test]
    fn a_book_without_settings() {
        let course = sample::course(&[("SUMMARY.md", "- [A](a.md)"), ("a.md", "x")]);
        assert_eq!((course.title.as_str(), course.parts[0].title.as_str(), course.language.as_str()), ("A", "A", "en"));
        assert_eq!(course.warnings[0].kind, WarningKind::Setting);
    }

    #[test]
    fn books_that_cannot_be_imported() {
        let refusal = |files: &[(&str, &str)], limits: Limits| {
            Book::open(sample::reader(files), limits).and_then(|mut book| book.course()).unwrap_err()
        };
        let usual = Limits::default;
        assert_eq!(refusal(&[("a.md", "x")], usual()), ImportError::NoOutline { expected: "src/SUMMARY.md".to_owned() });
        assert_eq!(
            refusal(&[("book.toml", ""), ("SUMMARY.md", "- [A](a.md)")], usual()),
            ImportError::NoOutline { expected: "src/SUMMARY.md".to_owned() }
        );
        assert_eq!(refusal(&[("SUMMARY.md", "- [A](a.md)")], usual()), ImportError::NoLessons { file: "SUMMARY.md".to_owned() });
        fn one(text: &str) -> [(&str, &str); 2] {
            [("SUMMARY.md", "- [A](a.md)"), ("a.md", text)]
        }
        let page = |limit| Limits { page_bytes: limit, ..usual() };
        assert_eq!(refusal(&one("12345678901234567890"), page(19)), ImportError::PageTooLarge { file: "a.md".to_owned(), limit: 19 });
        assert_eq!(refusal(&one("# A\n# A\n"), page(20)), ImportError::PageTooLarge { file: "a.md".to_owned(), limit: 20 });
        assert_eq!(refusal(&one("words"), Limits { text_bytes: 5, ..usual() }), ImportError::TextTooLarge { limit: 5 });
        assert_eq!(refusal(&one(&"> ".repeat(200)), usual()), ImportError::Tangled { file: "a.md".to_owned() });
        assert_eq!(refusal(&one("x"), Limits { pages: 0, ..usual() }), ImportError::TooManyPages { limit: 0 });
    }

    #[test]
    fn a_book_can_move_between_threads() {
        fn is_send<T: Send>() {}
        is_send::<Book<Cursor<Vec<u8>>>>();
    }
}
