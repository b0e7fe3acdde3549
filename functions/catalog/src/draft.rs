//! What an author sends of a course: an outline whose lessons are written in Markdown.

use crate::mdbook::render;
use domain::{
    course::{LessonKind, Module, Outline, OutlineError, OutlineLesson, Part},
    ids::{GroupId, LessonId},
    lesson_set::LessonSet,
    title::Title,
};
use lambda::{Problem, WorkspaceScope};
use serde::Deserialize;
use std::collections::BTreeSet;
use store::{Store, courses::Lesson};

/// Lessons whose text can be sent in one request: they are written in one transaction with the course.
pub(crate) const WRITTEN_AT_ONCE: usize = 90;
/// Bytes of text that fit into that transaction (4 MB) with the outline.
const WRITTEN_BYTES: usize = 3_000_000;
const MOST_LETTERS: usize = 200_000;
/// Bytes of a lesson up to which what its author wrote is kept beside the HTML.
const KEPT_BYTES: usize = 350_000;
const MOST_GROUPS: usize = 20;

/// A part of a course.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct DraftPart {
    title: Title,
    modules: Vec<DraftModule>,
}

/// A module of a part.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct DraftModule {
    title: Title,
    lessons: Vec<DraftLesson>,
}

/// A lesson, new or known.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct DraftLesson {
    /// Left out for a new lesson.
    id: Option<LessonId>,
    title: Title,
    minutes: u16,
    /// The text; left out, a known lesson keeps the text that it has.
    markdown: Option<String>,
}

/// An outline with the lessons that were written anew.
#[derive(Debug)]
pub(crate) struct Drafted {
    pub(crate) outline: Outline,
    pub(crate) written: Vec<Lesson>,
}

/// The groups that a course is for, if all of them exist.
pub(crate) async fn known(store: &Store, scope: &WorkspaceScope, groups: BTreeSet<GroupId>) -> Result<BTreeSet<GroupId>, Problem> {
    if groups.len() > MOST_GROUPS {
        return Err(Problem::rule("groups", format!("a course may be for at most {MOST_GROUPS} groups")));
    }
    for group in &groups {
        if store.group(scope, *group).await?.is_none() {
            return Err(Problem::rule("groups", format!("there is no group {group}")));
        }
    }
    Ok(groups)
}

fn broken(error: &OutlineError) -> Problem {
    Problem::rule("parts", error.to_string())
}

fn write(id: LessonId, lesson: &DraftLesson, markdown: &str) -> Result<Lesson, Problem> {
    if markdown.len() > MOST_LETTERS {
        return Err(Problem::rule("markdown", format!("a lesson may have at most {MOST_LETTERS} bytes of Markdown")));
    }
    let page = render(markdown).map_err(|reason| Problem::rule("markdown", reason.to_string()))?;
    Ok(Lesson {
        id,
        title: lesson.title.clone(),
        kind: LessonKind::Page,
        minutes: lesson.minutes,
        // An item holds 400 kB.
        markdown: (page.html.len() + markdown.len() < KEPT_BYTES).then(|| markdown.to_owned()),
        html: page.html,
        speaker_notes: page.speaker_notes,
    })
}

/// Checks what an author sent against the outline that the course has, and numbers new lessons.
pub(crate) fn draft(parts: Vec<DraftPart>, before: &Outline, known: &LessonSet) -> Result<Drafted, Problem> {
    let mut outline = Outline { parts: Vec::with_capacity(parts.len()), next_lesson: before.next_lesson };
    let mut written = Vec::new();
    for part in parts {
        let mut modules = Vec::with_capacity(part.modules.len());
        for module in part.modules {
            let mut lessons = Vec::with_capacity(module.lessons.len());
            for lesson in module.lessons {
                let id = match lesson.id {
                    Some(id) => id,
                    None => outline.new_lesson_id().map_err(|error| broken(&error))?,
                };
                match &lesson.markdown {
                    Some(markdown) => written.push(write(id, &lesson, markdown)?),
                    None if lesson.id.is_none() => return Err(Problem::rule("markdown", "a new lesson needs a text")),
                    None => {}
                }
                lessons.push(OutlineLesson { id, title: lesson.title, kind: LessonKind::Page, minutes: lesson.minutes });
            }
            modules.push(Module { title: module.title, lessons });
        }
        outline.parts.push(Part { title: part.title, modules });
    }
    outline.check(known, before.next_lesson).map_err(|error| broken(&error))?;
    let length = |text: &Option<String>| text.as_ref().map_or(0, String::len);
    let bytes: usize = written.iter().map(|lesson| lesson.html.len() + length(&lesson.markdown) + length(&lesson.speaker_notes)).sum();
    if written.len() > WRITTEN_AT_ONCE || bytes > WRITTEN_BYTES {
        return Err(Problem::rule(
            "parts",
            format!(
                "at most {WRITTEN_AT_ONCE} lessons and {WRITTEN_BYTES} bytes can be written in one request; send the rest in further ones"
            ),
        ));
    }
    Ok(Drafted { outline, written })
}

/// A summary of at most 2,000 characters.
pub(crate) fn summary(text: String) -> Result<String, Problem> {
    if text.chars().count() > 2_000 {
        return Err(Problem::rule("summary", "a summary may have at most 2,000 characters"));
    }
    Ok(text)
}
