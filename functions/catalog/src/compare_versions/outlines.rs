//! What is another in one outline than in another one.

use catalog_model::{
    course::{Outline, OutlineLesson},
    ids::LessonId,
};
use serde::Serialize;
use similar::{Algorithm, DiffOp, capture_diff_slices};
use std::collections::{HashMap, HashSet};
use trellis_core::title::Title;

/// What has become of a lesson.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum LessonFate {
    Added,
    Changed,
    /// It stands elsewhere, and is the same.
    Moved,
    Removed,
}

/// What of a lesson is another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum LessonField {
    Title,
    Kind,
    /// Its text, or what it has besides.
    Content,
    Minutes,
    Optional,
    After,
    Place,
}

/// A lesson that is another, or elsewhere.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub(crate) struct LessonChange {
    lesson_id: LessonId,
    kind: LessonFate,
    title: Title,
    /// Where it was called otherwise.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    title_before: Option<Title>,
    /// The module that it is in, or was.
    module: Title,
    fields: Vec<LessonField>,
}

struct Placed<'a> {
    lesson: &'a OutlineLesson,
    part: &'a Title,
    module: &'a Title,
}

fn placed(outline: &Outline) -> Vec<Placed<'_>> {
    let modules = outline.parts.iter().flat_map(|part| part.modules.iter().map(move |module| (&part.title, module)));
    modules.flat_map(|(part, module)| module.lessons.iter().map(move |lesson| Placed { lesson, part, module: &module.title })).collect()
}

/// Lessons that both have and that stand before and after the same other ones: as few as possible count as moved.
fn unmoved(before: &[Placed<'_>], after: &[Placed<'_>]) -> HashSet<LessonId> {
    let ids = |lessons: &[Placed<'_>], others: &HashSet<LessonId>| -> Vec<LessonId> {
        lessons.iter().map(|placed| placed.lesson.id).filter(|id| others.contains(id)).collect()
    };
    let set = |lessons: &[Placed<'_>]| lessons.iter().map(|placed| placed.lesson.id).collect();
    let (before, after) = (ids(before, &set(after)), ids(after, &set(before)));
    let operations = capture_diff_slices(Algorithm::Myers, &before, &after);
    let equal = operations.into_iter().filter_map(|operation| match operation {
        DiffOp::Equal { old_index, len, .. } => before.get(old_index..old_index + len),
        _ => None,
    });
    equal.flatten().copied().collect()
}

fn fields(before: &Placed<'_>, after: &Placed<'_>, is_moved: bool) -> Vec<LessonField> {
    let (old, new) = (before.lesson, after.lesson);
    let is_elsewhere = is_moved || (before.part, before.module) != (after.part, after.module);
    let all = [
        (LessonField::Title, old.title != new.title),
        (LessonField::Kind, old.kind != new.kind),
        (LessonField::Content, old.since != new.since),
        (LessonField::Minutes, old.minutes != new.minutes),
        (LessonField::Optional, old.optional != new.optional),
        (LessonField::After, old.after != new.after),
        (LessonField::Place, is_elsewhere),
    ];
    all.into_iter().filter_map(|(field, is_other)| is_other.then_some(field)).collect()
}

/// What is another in the second outline, in its order; what was removed comes last.
pub(super) fn lesson_changes(before: &Outline, after: &Outline) -> Vec<LessonChange> {
    let (before, after) = (placed(before), placed(after));
    let unmoved = unmoved(&before, &after);
    let mut gone: HashMap<LessonId, &Placed<'_>> = before.iter().map(|placed| (placed.lesson.id, placed)).collect();
    let mut changes = Vec::new();
    for placed in &after {
        let id = placed.lesson.id;
        let change = |kind, fields, title_before| LessonChange {
            lesson_id: id,
            kind,
            title: placed.lesson.title.clone(),
            title_before,
            module: placed.module.clone(),
            fields,
        };
        let Some(old) = gone.remove(&id) else {
            changes.push(change(LessonFate::Added, Vec::new(), None));
            continue;
        };
        let fields = fields(old, placed, !unmoved.contains(&id));
        let title_before = (old.lesson.title != placed.lesson.title).then(|| old.lesson.title.clone());
        match fields.as_slice() {
            [] => {}
            [LessonField::Place] => changes.push(change(LessonFate::Moved, fields, title_before)),
            _ => changes.push(change(LessonFate::Changed, fields, title_before)),
        }
    }
    let removed = before.iter().filter(|placed| gone.contains_key(&placed.lesson.id)).map(|placed| LessonChange {
        lesson_id: placed.lesson.id,
        kind: LessonFate::Removed,
        title: placed.lesson.title.clone(),
        title_before: None,
        module: placed.module.clone(),
        fields: Vec::new(),
    });
    changes.extend(removed);
    changes
}

#[cfg(test)]
mod tests {
    use super::*;
    use catalog_model::{
        course::{Module, Part},
        ids::VersionNumber,
        lesson::LessonKind,
    };

    fn lesson(number: u16) -> OutlineLesson {
        OutlineLesson {
            id: LessonId::new(number).unwrap(),
            title: Title::nearest(&format!("Lesson {number}"), "x"),
            kind: LessonKind::Page,
            minutes: 1,
            optional: false,
            after: None,
            since: VersionNumber::FIRST,
        }
    }

    fn outline(modules: Vec<(&str, Vec<OutlineLesson>)>) -> Outline {
        let modules = modules.into_iter().map(|(title, lessons)| Module { title: Title::nearest(title, "x"), lessons }).collect();
        Outline { parts: vec![Part { title: Title::nearest("Part", "x"), modules }], next_lesson: 100 }
    }

    fn told(before: &Outline, after: &Outline) -> Vec<(u16, LessonFate, Vec<LessonField>)> {
        lesson_changes(before, after).into_iter().map(|change| (change.lesson_id.number(), change.kind, change.fields)).collect()
    }

    #[test]
    fn each_lesson_that_is_another_is_told_once() {
        use LessonField::{Content, Minutes, Optional, Place, Title as Named};
        let before = outline(vec![("A", vec![lesson(0), lesson(1), lesson(2)]), ("B", vec![lesson(3), lesson(4)])]);
        assert_eq!(told(&before, &before), []);
        let renamed = OutlineLesson { title: Title::nearest("Other", "x"), minutes: 9, optional: true, ..lesson(0) };
        let rewritten = OutlineLesson { since: VersionNumber::FIRST.next(), ..lesson(3) };
        let after = outline(vec![("A", vec![renamed, lesson(2)]), ("B", vec![rewritten, lesson(7), lesson(4)])]);
        let changes = told(&before, &after);
        assert_eq!(
            changes,
            [
                (0, LessonFate::Changed, vec![Named, Minutes, Optional]),
                (3, LessonFate::Changed, vec![Content]),
                (7, LessonFate::Added, vec![]),
                (1, LessonFate::Removed, vec![]),
            ]
        );
        let moved = outline(vec![("A", vec![lesson(1), lesson(2)]), ("B", vec![lesson(3), lesson(4), lesson(0)])]);
        assert_eq!(told(&before, &moved), [(0, LessonFate::Moved, vec![Place])], "one was moved, and not four");
        let across = outline(vec![("A", vec![lesson(0), lesson(1)]), ("B", vec![lesson(2), lesson(3), lesson(4)])]);
        assert_eq!(told(&before, &across), [(2, LessonFate::Moved, vec![Place])], "into the next module, in the same order");
    }
}
