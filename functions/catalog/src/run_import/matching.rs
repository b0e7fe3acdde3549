//! Which lesson of a course a page of its book is: learners' progress follows the numbers.

use catalog_model::{
    course::{Outline, OutlineError, Sources},
    ids::LessonId,
};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// The number of each page, by its path: that of the lesson that came from the same page, else of one with the same title that
/// no page of the book claims, else a new one. Numbers are never used for another lesson. With it, the page of each number.
pub(super) fn ids<'a>(
    pages: impl Iterator<Item = &'a mdbook_import::Lesson>,
    folder: &str,
    (before, before_sources): (&Outline, &Sources),
    outline: &mut Outline,
) -> Result<(HashMap<String, LessonId>, Sources), OutlineError> {
    let prefix = if folder.is_empty() { String::new() } else { format!("{folder}/") };
    let pages: Vec<(&mdbook_import::Lesson, &str)> =
        pages.map(|page| (page, page.source.strip_prefix(&prefix).unwrap_or(&page.source))).collect();
    let there: BTreeSet<LessonId> = before.lessons().map(|lesson| lesson.id).collect();
    let by_source: BTreeMap<&str, LessonId> =
        before_sources.iter().filter(|(id, _)| there.contains(id)).map(|(id, source)| (source.as_str(), *id)).collect();
    let claimed: BTreeSet<LessonId> = pages.iter().filter_map(|(_, source)| by_source.get(source).copied()).collect();
    let mut by_title: BTreeMap<&str, Vec<LessonId>> = BTreeMap::new();
    for lesson in before.lessons().filter(|lesson| !claimed.contains(&lesson.id)) {
        by_title.entry(lesson.title.as_str()).or_default().push(lesson.id);
    }

    let (mut ids, mut sources) = (HashMap::new(), Sources::new());
    for (page, source) in pages {
        let same_title = || match by_title.get_mut(page.title.as_str()) {
            // Of several with one title nobody knows which it is.
            Some(lessons) if lessons.len() == 1 => lessons.pop(),
            _ => None,
        };
        let id = match by_source.get(source).copied().or_else(same_title) {
            Some(id) => id,
            None => outline.new_lesson_id()?,
        };
        sources.insert(id, source.to_owned());
        ids.insert(page.source.clone(), id);
    }
    Ok((ids, sources))
}

#[cfg(test)]
mod tests {
    use super::*;
    use catalog_model::{
        course::{Module, OutlineLesson, Part},
        ids::VersionNumber,
        lesson::LessonKind,
    };
    use trellis_core::title::Title;

    fn page(source: &str, title: &str) -> mdbook_import::Lesson {
        mdbook_import::Lesson {
            title: title.to_owned(),
            kind: mdbook_import::LessonKind::Page,
            minutes: 1,
            html: String::new(),
            speaker_notes: None,
            markdown: String::new(),
            addresses: BTreeMap::new(),
            source: source.to_owned(),
            course: None,
            session: None,
        }
    }

    fn before(lessons: &[(u16, &str, Option<&str>)], next_lesson: u16) -> (Outline, Sources) {
        let id = |number| LessonId::new(number).unwrap();
        let title = |text: &str| Title::nearest(text, "x");
        let entries = lessons.iter().map(|(number, name, _)| OutlineLesson {
            id: id(*number),
            title: title(name),
            kind: LessonKind::Page,
            minutes: 1,
            optional: false,
            after: None,
            since: VersionNumber::FIRST,
        });
        let modules = vec![Module { title: title("M"), lessons: entries.collect() }];
        let sources = lessons.iter().filter_map(|(number, _, source)| Some((id(*number), (*source)?.to_owned()))).collect();
        (Outline { parts: vec![Part { title: title("P"), modules }], next_lesson }, sources)
    }

    #[test]
    fn lessons_keep_their_numbers_by_page_and_then_by_title() {
        let (old, pages_before) =
            before(&[(0, "A", Some("a.md")), (1, "B", Some("b.md")), (4, "Own", None), (5, "Twin", None), (6, "Twin", None)], 7);
        let pages = [
            page("book-2/src/b.md", "B renamed"),
            page("book-2/src/moved/a.md", "A"),
            page("book-2/src/new.md", "New"),
            page("book-2/src/own.md", "Own"),
            page("book-2/src/t.md", "Twin"),
        ];
        let mut outline = Outline { next_lesson: old.next_lesson, ..Outline::default() };
        let (ids, sources) = ids(pages.iter(), "book-2/src", (&old, &pages_before), &mut outline).unwrap();
        let number = |source: &str| ids[source].number();
        assert_eq!((number("book-2/src/b.md"), number("book-2/src/moved/a.md"), number("book-2/src/own.md")), (1, 0, 4));
        assert_eq!(
            (number("book-2/src/new.md"), number("book-2/src/t.md"), outline.next_lesson),
            (7, 8, 9),
            "a new number, never an old one"
        );
        assert_eq!(sources.get(&LessonId::new(0).unwrap()).map(String::as_str), Some("moved/a.md"));
    }

    #[test]
    fn a_title_does_not_take_the_lesson_of_another_page() {
        let (old, pages_before) = before(&[(0, "A", Some("a.md")), (1, "B", Some("b.md"))], 2);
        // The pages have changed their titles: each keeps its own lesson.
        let pages = [page("a.md", "B"), page("b.md", "A"), page("c.md", "A")];
        let mut outline = Outline { next_lesson: 2, ..Outline::default() };
        let (ids, _) = ids(pages.iter(), "", (&old, &pages_before), &mut outline).unwrap();
        assert_eq!((ids["a.md"].number(), ids["b.md"].number(), ids["c.md"].number()), (0, 1, 2));
    }
}
