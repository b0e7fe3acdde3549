//! The book as a whole: from an archive to a course.

use super::course::{Asset, Course, Module, Part};
use super::error::ImportError;
use super::layout::{self, Layout};
use super::limits::Limits;
use super::outline::{self, OutlinePart};
use super::page::Pages;
use super::pictures::Pictures;
use super::plan::{self, Plan};
use super::sanitizer::Sanitizer;
use super::settings::Settings;
use super::warnings::{WarningKind, Warnings, quoted};
use super::work::{Done, Work};
use archive::Archive;
use archive::paths;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{Read, Seek};

/// Settings of other books that are looked at.
const MOST_BOOKS: usize = 50;
/// Entries that are left out and listed one by one.
const LISTED_ENTRIES: usize = 100;

/// An archive that may be a book. What is in it is read by and by from `R`, so that it need not be in memory.
pub struct Book<R> {
    archive: Archive<R>,
    limits: Limits,
    /// Drawings as they are stored, once the course is read.
    drawings: BTreeMap<String, Vec<u8>>,
    done: Done,
}

/// A book that was found in the archive.
struct Found {
    settings: Settings,
    outline_file: String,
    /// The settings of other books, with their titles.
    others: Vec<(String, Option<String>)>,
    /// What its settings give reason to say.
    warnings: Warnings,
}

impl<R: Read + Seek> Book<R> {
    /// Opens a zip archive and checks all of its entries without unpacking any.
    ///
    /// # Errors
    /// It is no zip archive, or is larger than it may be.
    pub fn open(reader: R, limits: Limits) -> Result<Self, ImportError> {
        let archive = Archive::open(reader, &limits)?;
        Ok(Self { archive, limits, drawings: BTreeMap::new(), done: Done::default() })
    }

    /// Reads the outline and all pages in it, and looks at all pictures and files that they name.
    ///
    /// When it succeeds, [`Book::asset`] succeeds for each of the course's assets.
    ///
    /// # Errors
    /// The book has no outline or no lesson, something in it is too large, or the archive is bad.
    pub fn course(&mut self) -> Result<Course, ImportError> {
        let mut found = self.find()?;
        let mut outline = self.outline(&found.outline_file)?;
        let mut encoding = None;
        if self.archive.has_foreign_names() {
            encoding = self.archive.read_foreign_names(&plan::named_pages(&outline));
            // Folders have other names now.
            found = self.find()?;
            outline = self.outline(&found.outline_file)?;
        }
        let Found { settings, outline_file, others, mut warnings } = found;
        let archive = &self.archive;
        warn_of_names(archive, encoding, &outline_file, &mut warnings);
        for (file, title) in others {
            let name = title.map_or_else(String::new, |title| format!(" \"{}\"", quoted(&title)));
            let message = format!(
                "the archive holds another book{name} in {}, which is left out; import it separately",
                quoted(paths::folder_of(&file))
            );
            warnings.add(WarningKind::AnotherBook, &file, None, message);
        }
        let plan = plan::plan(outline, &outline_file, self.limits.pages, |path| archive.find(path), &mut warnings)?;
        let unlisted = self.unlisted(&settings.source, &outline_file, &plan.sources);

        let mut pages = Pages {
            archive: &mut self.archive,
            limits: &self.limits,
            warnings,
            work: Work::of(&self.limits),
            pictures: Pictures::default(),
            sanitizer: Sanitizer::new(),
            root: settings.source.clone(),
            dialect: settings.dialect.clone(),
        };
        let parts = lessons(&mut pages, plan);
        self.done = pages.work.done();
        let mut parts = parts?;
        for path in unlisted {
            pages.unlisted(&path)?;
        }
        let Pages { mut warnings, pictures, .. } = pages;
        if parts.is_empty() {
            let reason = warnings.into_vec("").into_iter().find(|warning| warning.kind == WarningKind::LeftOutPage);
            let reason = reason.map_or_else(String::new, |warning| warning.message);
            return Err(ImportError::NoUsableLessons { file: outline_file, reason });
        }
        let title = title(settings.title, &mut parts, &outline_file, &mut warnings);
        let (assets, drawings) = pictures.into_assets();
        self.drawings = drawings;
        Ok(Course {
            title,
            description: settings.description,
            language: settings.language,
            direction: settings.direction,
            folder: settings.source,
            dialect: settings.dialect,
            parts,
            assets,
            warnings: warnings.into_vec(&outline_file),
        })
    }

    /// The work that [`Book::course`] took, be it in vain.
    #[must_use]
    pub fn work(&self) -> Done {
        self.done
    }

    /// The bytes of a picture or file that [`Book::course`] listed.
    ///
    /// # Errors
    /// `asset` is not of this book, or its reader fails.
    pub fn asset(&mut self, asset: &Asset) -> Result<Vec<u8>, ImportError> {
        match self.drawings.get(&asset.path) {
            Some(drawing) => Ok(drawing.clone()),
            None => Ok(self.archive.inspected_bytes(&asset.path)?),
        }
    }

    fn outline(&mut self, file: &str) -> Result<Vec<OutlinePart>, ImportError> {
        Ok(outline::parse(&self.archive.text(file, self.limits.page_bytes)?))
    }

    /// The book nearest to the top that has an outline.
    fn find(&mut self) -> Result<Found, ImportError> {
        let candidates = match layout::find(self.archive.paths()) {
            Layout::Nothing => return Err(self.missing("src/SUMMARY.md")),
            Layout::OutlineOnly(outline_file) => {
                let settings = Settings::defaults(paths::folder_of(&outline_file));
                return Ok(Found { settings, outline_file, others: Vec::new(), warnings: Warnings::of_a_book() });
            }
            Layout::WithSettings(candidates) => candidates,
        };
        let mut found: Option<Found> = None;
        let mut first_reason = None;
        for file in candidates.into_iter().take(MOST_BOOKS) {
            let mut warnings = Warnings::of_a_book();
            match (self.book(&file, &mut warnings), &mut found) {
                (Ok((settings, _)), Some(found)) => found.others.push((file, settings.title)),
                (Ok((settings, outline_file)), None) => found = Some(Found { settings, outline_file, others: Vec::new(), warnings }),
                (Err(error), _) => first_reason = first_reason.or(Some(error)),
            }
        }
        match (found, first_reason) {
            (Some(found), _) => Ok(found),
            (None, Some(reason)) => Err(reason),
            (None, None) => Err(self.missing("src/SUMMARY.md")),
        }
    }

    fn book(&mut self, file: &str, warnings: &mut Warnings) -> Result<(Settings, String), ImportError> {
        let text = self.archive.text(file, self.limits.page_bytes)?;
        let settings = Settings::parse(&text, file, warnings)?;
        let outline = layout::outline_in(&settings.source).ok_or_else(|| self.missing("SUMMARY.md"))?;
        let outline = self.archive.find(&outline).ok_or_else(|| self.missing(&outline))?;
        Ok((settings, outline))
    }

    /// Why there is no outline: the archive may name it and not hold it.
    fn missing(&self, expected: &str) -> ImportError {
        let refused = self.archive.refusal(expected).cloned().map(ImportError::from);
        refused.unwrap_or_else(|| ImportError::NoOutline { expected: expected.to_owned() })
    }

    /// Pages beside the lessons, sorted.
    fn unlisted(&self, folder: &str, outline_file: &str, lessons: &BTreeSet<String>) -> Vec<String> {
        let prefix = if folder.is_empty() { String::new() } else { format!("{folder}/") };
        let is_page = |path: &str| path.starts_with(&prefix) && path.ends_with(".md") && path != outline_file && !lessons.contains(path);
        self.archive.paths().filter(|path| is_page(path)).map(str::to_owned).collect()
    }
}

/// Tells of entries that are left out, and of names that are not UTF-8.
fn warn_of_names<R: Read + Seek>(archive: &Archive<R>, encoding: Option<&str>, outline_file: &str, warnings: &mut Warnings) {
    if let Some(encoding) = encoding {
        let message = format!("the archive's file names are not UTF-8; they are read as {encoding}");
        warnings.add(WarningKind::FileNames, outline_file, None, message);
    } else if archive.has_foreign_names() {
        let message = "the archive's file names are not UTF-8, and no encoding fits them; pack the book with UTF-8 names".to_owned();
        warnings.add(WarningKind::FileNames, outline_file, None, message);
    }
    let left_out = archive.left_out();
    let more = left_out.len().saturating_sub(LISTED_ENTRIES);
    for (path, reason) in left_out.into_iter().take(LISTED_ENTRIES) {
        warnings.add(WarningKind::LeftOutFile, &path, None, format!("{reason}; it is left out"));
    }
    if more > 0 {
        warnings.add(WarningKind::LeftOutFile, outline_file, None, format!("{more} more entries of the archive are left out"));
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
                let Some(lesson) = pages.lesson(planned, &plan.sources)? else { continue };
                held += lesson.html.len() + lesson.markdown.len() + lesson.speaker_notes.as_ref().map_or(0, String::len);
                if held > limit {
                    return Err(ImportError::TextTooLarge { limit });
                }
                lessons.push(lesson);
            }
            if !lessons.is_empty() {
                modules.push(Module { title: module.title, lessons });
            }
        }
        if !modules.is_empty() {
            parts.push(Part { title: part.title.unwrap_or_default(), modules });
        }
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
        ("pack/book.toml", "[book]\ntitle = 'Safety 🦺'\ndescription = 'At work'\nlanguage = 'de'\nsrc = 'text'\n[preprocessor.course]"),
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
        assert_eq!(refusal(&one("words"), Limits { text_bytes: 5, ..usual() }), ImportError::TextTooLarge { limit: 5 });
        assert_eq!(
            refusal(&one(&"> ".repeat(200)), usual()).to_string(),
            "the outline SUMMARY.md leads to no lesson that can be shown: a.md nests its markup too deeply to be shown; the page is left out"
        );
        let busy = one("{{#include b.md}}\n{{#include b.md}}");
        assert_eq!(
            refusal(&busy, Limits { book_includes: 1, ..usual() }),
            ImportError::TooMuchWork { includes: 1, bytes: 128 * 1024 * 1024 }
        );
        assert_eq!(refusal(&one("x"), Limits { pages: 0, ..usual() }), ImportError::TooManyPages { limit: 0 });
    }

    #[test]
    fn a_page_that_cannot_be_shown_is_left_out_and_the_rest_imported() {
        let files: [(&str, &[u8]); 6] = [
            ("SUMMARY.md", b"- [A](a.md)\n  - [Large](large.md)\n- [Latin](latin.md)\n- [Deep](deep.md)\n- [Busy](busy.md)"),
            ("a.md", b"[Latin](latin.md)"),
            ("large.md", &[b'x'; 301 * 1024]),
            ("latin.md", b"Gr\xf6\xdfe"),
            ("deep.md", &[b'>'; 500]),
            ("busy.md", &b"{{#include a.md}} ".repeat(1_001)),
        ];
        let mut book = Book::open(sample::reader_of_bytes(&files), Limits::default()).unwrap();
        let course = book.course().unwrap();
        assert_eq!(course.lessons().map(|lesson| lesson.source.as_str()).collect::<Vec<_>>(), ["a.md"]);
        let left_out: Vec<_> = course
            .warnings
            .iter()
            .filter(|warning| warning.kind == WarningKind::LeftOutPage)
            .map(|warning| warning.file.as_str())
            .collect();
        assert_eq!(left_out, ["large.md", "latin.md", "deep.md", "busy.md"]);
        assert_eq!(book.work().includes, 1_001);
    }

    #[test]
    fn includes_without_number_end_with_the_budget() {
        let page = "{{#include big.md:9:9}}\n".repeat(900);
        let big = "0123456789\n".repeat(900);
        let outline: String = (0..60).map(|number| format!("- [{number}]({number}.md)\n")).collect();
        let mut files: Vec<(String, &str)> = (0..60).map(|number| (format!("{number}.md"), page.as_str())).collect();
        files.extend([("SUMMARY.md".to_owned(), outline.as_str()), ("big.md".to_owned(), big.as_str())]);
        let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (name.as_str(), *text)).collect();
        let limits = Limits { book_work: 40 * 1024 * 1024, ..Limits::default() };
        let mut book = Book::open(sample::reader(&files), limits).unwrap();
        let refused = book.course().unwrap_err();
        assert_eq!(refused, ImportError::TooMuchWork { includes: 20_000, bytes: 40 * 1024 * 1024 });
        let done = book.work();
        // One step beyond the budget and no more; a page stops at its own.
        assert!(done.bytes > 40 * 1024 * 1024 && done.bytes <= 40 * 1024 * 1024 + 300 * 1024, "{done:?}");
        assert!(done.includes <= 20_001, "{done:?}");
    }

    #[test]
    fn links_and_odd_names_do_not_stop_a_book() {
        let pack = sample::Sample::new().file("k/book.toml", b"[book]\ntitle = 'T'").file("k/src/SUMMARY.md", b"- [A](a.md)\n- [B](b.md)");
        let pack = pack.file("k/src/a.md", b"```rust\n{{#include ../listings/x.rs}}\n```").file("k/code/x.rs", b"fn x() {}");
        let bytes = pack.link("k/listings", "code").link("k/LICENSE", "../LICENSE").link("k/src/b.md", "../../up.md").finish();
        let course = Book::open(Cursor::new(bytes), Limits::default()).unwrap().course().unwrap();
        assert!(course.lessons().next().unwrap().html.contains("fn x()"));
        let told: Vec<_> = course.warnings.iter().map(|warning| (warning.kind, warning.file.as_str())).collect();
        let expected = [
            (WarningKind::LeftOutFile, "k/LICENSE"),
            (WarningKind::LeftOutFile, "k/src/b.md"),
            (WarningKind::MissingPage, "k/src/SUMMARY.md"),
        ];
        assert_eq!(told, expected);
    }

    #[test]
    fn names_are_found_in_either_form_and_encoding() {
        let course = sample::course(&[
            ("book.toml", "[book]\ntitle = 'T'"),
            ("src/SUMMARY.md", "- [V](v.md)\n- [Übung](Übung.md)"),
            ("src/v.md", "[los](\u{55}\u{308}bung.md) ![p](ö.png) {{#include ä.txt}}"),
            ("src/U\u{308}bung.md", "# Übung"),
            ("src/o\u{308}.png", "GIF89a"),
            ("src/a\u{308}.txt", "drin"),
        ]);
        assert_eq!(course.warnings, []);
        let first = course.lessons().next().unwrap();
        assert!(
            first.html.contains("href=\"trellis-lesson:src/%C3%9Cbung.md\"") && first.html.contains("<img") && first.html.contains("drin"),
            "{}",
            first.html
        );
    }

    #[test]
    fn other_books_are_named_and_do_not_hide_the_book() {
        let book = |title: &str| format!("[book]\ntitle = '{title}'\nlanguage = 'ar'");
        let (one, two) = (book("Eins"), book("Zwei"));
        let course = sample::course(&[
            ("book.toml", "[workspace]\nmembers = []"),
            ("a/book.toml", &one),
            ("a/src/SUMMARY.md", "- [A](a.md)"),
            ("a/src/a.md", "x"),
            ("b/book.toml", &two),
            ("b/src/SUMMARY.md", "- [B](b.md)"),
            ("b/src/b.md", "x"),
        ]);
        assert_eq!((course.title.as_str(), course.direction), ("Eins", catalog_model::dialect::TextDirection::Rtl));
        let told: Vec<_> = course.warnings.iter().map(|warning| (warning.kind, warning.message.as_str())).collect();
        assert_eq!(
            told,
            [(WarningKind::AnotherBook, "the archive holds another book \"Zwei\" in b, which is left out; import it separately")]
        );
    }

    #[test]
    fn what_may_be_unfolded_is_for_learners_unless_the_book_is_taught_from() {
        let page = "What is 6 times 7?\n\n<details><summary>Answer</summary>\n\n**42**\n\n</details>";
        let lesson = |settings: &str| {
            let course = sample::course(&[("book.toml", settings), ("src/SUMMARY.md", "- [A](a.md)"), ("src/a.md", page)]);
            course.lessons().next().unwrap().clone()
        };
        let plain = lesson("[book]\ntitle = 'T'");
        assert!(plain.html.contains("<details><summary>Answer</summary>") && plain.html.contains("42"), "{}", plain.html);
        assert_eq!(plain.speaker_notes, None);
        let taught = lesson("[book]\ntitle = 'T'\n[preprocessor.course]");
        assert!(!taught.html.contains("42") && taught.speaker_notes.unwrap().contains("42"));
    }

    #[test]
    fn a_page_tells_all_that_it_loses() {
        let page = "# A\n\n[Notruf](tel:112) [Ziel](#ziel)\n\n<iframe src=\"https://video.example/e/1\"></iframe>\n\n<video controls src=\"film.mp4\"></video>\n\n<svg width=\"9\">\n\n<text>nur in der Zeichnung</text>\n\n</svg>\n\n<a name=\"ziel\"></a>\n<button>x</button> <td>y</td>\n";
        let course = sample::course_of_bytes(&[
            ("book.toml", b"[book]\ntitle = 'T'"),
            ("src/SUMMARY.md", b"- [A](a.md)"),
            ("src/a.md", page.as_bytes()),
            ("src/film.mp4", b"0"),
        ]);
        let html = &course.lessons().next().unwrap().html;
        for kept in
            ["href=\"tel:112\"", "href=\"https://video.example/e/1\"", "id=\"content-ziel\"", "<img src=\"trellis-asset:", "film.mp4"]
        {
            assert!(html.contains(kept), "{kept}: {html}");
        }
        assert!(!html.contains("nur in der Zeichnung"), "{html}");
        let told: Vec<_> = course.warnings.iter().map(|warning| (warning.kind, warning.line)).collect();
        assert_eq!(
            told,
            [
                (WarningKind::LostMarkup, Some(5)),
                (WarningKind::LostMarkup, Some(7)),
                (WarningKind::LostMarkup, Some(16)),
                (WarningKind::LostMarkup, Some(16)),
                (WarningKind::RefusedFile, Some(7)),
            ]
        );
    }

    #[test]
    fn a_book_can_move_between_threads() {
        fn is_send<T: Send>() {}
        is_send::<Book<Cursor<Vec<u8>>>>();
    }
}
