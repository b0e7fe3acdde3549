//! Turns an outline into the lessons that the archive really has.

use super::error::ImportError;
use super::outline::{Chapter, OutlinePart};
use super::warnings::{WarningKind, Warnings, quoted};
use archive::paths;
use std::collections::BTreeSet;

/// Parts, modules and lessons, none of them empty.
#[derive(Debug)]
pub(super) struct Plan {
    pub(super) parts: Vec<PlannedPart>,
    /// The pages of all lessons.
    pub(super) sources: BTreeSet<String>,
}

#[derive(Debug)]
pub(super) struct PlannedPart {
    /// `None` for the part that is called like the book.
    pub(super) title: Option<String>,
    pub(super) modules: Vec<PlannedModule>,
}

#[derive(Debug)]
pub(super) struct PlannedModule {
    pub(super) title: String,
    pub(super) lessons: Vec<PlannedLesson>,
}

#[derive(Debug)]
pub(super) struct PlannedLesson {
    pub(super) title: String,
    pub(super) source: String,
}

/// Finds the page of every chapter; a chapter without one is a warning.
///
/// # Errors
/// [`ImportError::TooManyPages`], or [`ImportError::NoLessons`] when nothing remains.
pub(super) fn plan(
    outline: Vec<OutlinePart>,
    file: &str,
    limit: usize,
    find: impl Fn(&str) -> Option<String>,
    warnings: &mut Warnings,
) -> Result<Plan, ImportError> {
    let mut search = Search { file, folder: paths::folder_of(file), find, sources: BTreeSet::new(), warnings };
    let mut parts = Vec::new();
    for part in outline {
        let mut modules = Vec::new();
        for module in part.modules {
            let lessons: Vec<PlannedLesson> = module.chapters.into_iter().filter_map(|chapter| search.lesson(chapter)).collect();
            if search.sources.len() > limit {
                return Err(ImportError::TooManyPages { limit });
            }
            if let Some(first) = lessons.first() {
                let title = if module.title.is_empty() { first.title.clone() } else { module.title };
                modules.push(PlannedModule { title, lessons });
            }
        }
        if !modules.is_empty() {
            parts.push(PlannedPart { title: part.title, modules });
        }
    }
    let sources = search.sources;
    if sources.is_empty() {
        return Err(ImportError::NoLessons { file: file.to_owned() });
    }
    Ok(Plan { parts, sources })
}

struct Search<'a, F> {
    file: &'a str,
    folder: &'a str,
    find: F,
    sources: BTreeSet<String>,
    warnings: &'a mut Warnings,
}

/// The pages that an outline names, as paths beside it.
pub(super) fn named_pages(outline: &[OutlinePart]) -> Vec<String> {
    let chapters = outline.iter().flat_map(|part| &part.modules).flat_map(|module| &module.chapters);
    let targets = chapters.filter_map(|chapter| chapter.target.as_deref());
    targets
        .filter_map(|target| paths::join("", &paths::decode(target.split(['#', '?']).next()?)?))
        .filter(|path| !path.is_empty())
        .collect()
}

impl<F: Fn(&str) -> Option<String>> Search<'_, F> {
    fn lesson(&mut self, chapter: Chapter) -> Option<PlannedLesson> {
        let name = quoted(&chapter.title);
        let Some(target) = chapter.target else {
            return self.skip(WarningKind::Draft, chapter.line, format!("\"{name}\" has no link, so it is no lesson"));
        };
        if target.is_empty() {
            return self.skip(WarningKind::Draft, chapter.line, format!("\"{name}\" is a draft without a page"));
        }
        let Some(source) = self.page(&target) else {
            let message = format!("\"{name}\" leads to {}, which is not in the archive", quoted(&target));
            return self.skip(WarningKind::MissingPage, chapter.line, message);
        };
        if !self.sources.insert(source.clone()) {
            let message = format!("\"{name}\" leads to {source}, which is a lesson already");
            return self.skip(WarningKind::RepeatedPage, chapter.line, message);
        }
        let title = if chapter.title.is_empty() { title_of(&source) } else { chapter.title };
        Some(PlannedLesson { title, source })
    }

    fn page(&self, target: &str) -> Option<String> {
        let path = target.split(['#', '?']).next().unwrap_or_default();
        let decoded = paths::decode(path)?;
        // A file may be called `100%25.md`: the name as it stands is tried too.
        [decoded.as_str(), path]
            .into_iter()
            .filter(|path| path.to_ascii_lowercase().ends_with(".md"))
            .filter_map(|path| paths::join(self.folder, path.trim_start_matches('/')))
            .find_map(|path| (self.find)(&path))
    }

    fn skip(&mut self, kind: WarningKind, line: u32, message: String) -> Option<PlannedLesson> {
        self.warnings.add(kind, self.file, line, message);
        None
    }
}

/// A title for a page that the outline links without a text: its file's name.
fn title_of(source: &str) -> String {
    let name = source.rsplit('/').next().unwrap_or(source);
    name.rsplit_once('.').map_or(name, |(stem, _)| stem).to_owned()
}

#[cfg(test)]
mod tests {
    use super::super::outline;
    use super::*;

    fn run(text: &str, pages: &[&str], limit: usize) -> (Result<Plan, ImportError>, Vec<(WarningKind, u32)>) {
        let mut warnings = Warnings::of_a_book();
        let plan =
            plan(outline::parse(text), "src/SUMMARY.md", limit, |path| pages.contains(&path).then(|| path.to_owned()), &mut warnings);
        let list = warnings.into_vec("");
        (plan, list.into_iter().map(|warning| (warning.kind, warning.line.unwrap())).collect())
    }

    #[test]
    fn chapters_without_a_page_are_warnings() {
        let text = "- [A](a.md)\n  - [Gone](gone.md)\n- [Draft]()\n- Group\n  - [B](b.md)\n- [A again](./a.md#x)\n- [Out](../../x.md)\n- [Web](https://example.org/x.md)\n- [Code](main.rs)";
        let (plan, warnings) = run(text, &["src/a.md", "src/b.md", "src/main.rs"], 10);
        let plan = plan.unwrap();
        let modules: Vec<&str> = plan.parts[0].modules.iter().map(|module| module.title.as_str()).collect();
        assert_eq!(modules, ["A", "Group"]);
        assert_eq!(plan.sources.iter().collect::<Vec<_>>(), ["src/a.md", "src/b.md"]);
        assert_eq!(
            warnings,
            [
                (WarningKind::MissingPage, 2),
                (WarningKind::Draft, 3),
                (WarningKind::Draft, 4),
                (WarningKind::RepeatedPage, 6),
                (WarningKind::MissingPage, 7),
                (WarningKind::MissingPage, 8),
                (WarningKind::MissingPage, 9),
            ]
        );
    }

    #[test]
    fn names_are_decoded_and_titles_made_up() {
        let (plan, warnings) = run("- [](my%20page.md)\n- [P](100%25.md)", &["src/my page.md", "src/100%25.md"], 10);
        let plan = plan.unwrap();
        assert_eq!(plan.parts[0].modules[0].title, "my page");
        assert_eq!(plan.parts[0].modules[1].lessons[0].source, "src/100%25.md");
        assert!(warnings.is_empty());
    }

    #[test]
    fn no_lesson_and_too_many_are_errors() {
        let empty = ImportError::NoLessons { file: "src/SUMMARY.md".to_owned() };
        assert_eq!(run("- [A](a.md)", &[], 10).0.unwrap_err(), empty);
        assert_eq!(run("", &[], 10).0.unwrap_err(), empty);
        let (plan, _) = run("- [A](a.md)\n- [B](b.md)", &["src/a.md", "src/b.md"], 1);
        assert_eq!(plan.unwrap_err(), ImportError::TooManyPages { limit: 1 });
    }
}
