//! What an author sends of a course: an outline whose lessons are written in Markdown.

use crate::view::LessonWarning;
use catalog_model::{
    course::{LessonKind, Module, Outline, OutlineError, OutlineLesson, Part},
    courses::{Lesson, LessonOrigin},
    ids::LessonId,
    lesson_set::LessonSet,
};
use lambda::Problem;
use mdbook_import::{Origin, render};
use people_model::{groups, ids::GroupId};
use serde::Deserialize;
use std::collections::{BTreeSet, HashMap};
use table::Tenant;
use trellis_core::{bounded::Letters, title::Title};

/// Lessons whose text can be sent in one request: they are written in one transaction with the course.
pub(crate) const WRITTEN_AT_ONCE: usize = 90;
/// Bytes of text that fit into that transaction (4 MB) with the outline.
const WRITTEN_BYTES: usize = 3_000_000;
/// Bytes of a lesson's Markdown.
const MOST_BYTES: usize = 200_000;
/// Bytes of a lesson up to which what its author wrote is kept beside the HTML.
const KEPT_BYTES: usize = 350_000;

trellis_core::text!(
    /// What a course is about: plain text.
    pub(crate) Summary, 0..=2_000, Letters::Any
);
trellis_core::text!(
    /// A lesson's text in Markdown: at most 200,000 bytes.
    pub(crate) Markdown, 0..=200_000, Letters::Any
);
trellis_core::number!(
    /// How many minutes a lesson takes.
    pub(crate) Minutes(u16), 0..=10_000
);
trellis_core::list!(
    /// Parts in order.
    #[derive(Debug, Default)]
    pub(crate) DraftParts(Vec<DraftPart>), 0..=5_000
);
trellis_core::list!(
    /// Modules in order.
    #[derive(Debug)]
    pub(crate) DraftModules(Vec<DraftModule>), 0..=5_000
);
trellis_core::list!(
    /// Lessons in order.
    #[derive(Debug)]
    pub(crate) DraftLessons(Vec<DraftLesson>), 0..=5_000
);
trellis_core::list!(
    /// Groups whose members alone can take a course; everybody can if there are none.
    #[derive(Debug, Default)]
    pub(crate) CourseGroups(BTreeSet<GroupId>), 0..=20
);

/// A part of a course.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct DraftPart {
    title: Title,
    modules: DraftModules,
}

/// A module of a part.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct DraftModule {
    title: Title,
    lessons: DraftLessons,
}

/// A lesson, new or known.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct DraftLesson {
    /// Left out for a new lesson.
    id: Option<LessonId>,
    title: Title,
    minutes: Minutes,
    /// The text; left out, a known lesson keeps the text that it has.
    markdown: Option<Markdown>,
}

/// An outline with the lessons that were written anew.
#[derive(Debug)]
pub(crate) struct Drafted {
    pub(crate) outline: Outline,
    pub(crate) written: Vec<Lesson>,
    /// What these lessons lose of their texts.
    pub(crate) warnings: Vec<LessonWarning>,
}

/// The groups that a course is for, if all of them exist.
pub(crate) async fn known(tenant: &Tenant, CourseGroups(groups): CourseGroups) -> Result<BTreeSet<GroupId>, Problem> {
    for group in &groups {
        if groups::group(tenant, *group).await?.is_none() {
            return Err(Problem::rule("groups", format!("there is no group {group}")));
        }
    }
    Ok(groups)
}

fn broken(error: &OutlineError) -> Problem {
    Problem::rule("parts", error.to_string())
}

/// The lesson of a text, and what it loses of it.
fn write(
    id: LessonId,
    lesson: &DraftLesson,
    markdown: &str,
    origin: Option<&LessonOrigin>,
) -> Result<(Lesson, impl Iterator<Item = LessonWarning> + use<>), Problem> {
    if markdown.len() > MOST_BYTES {
        return Err(Problem::rule("markdown", format!("a lesson may have at most {MOST_BYTES} bytes of Markdown")));
    }
    let lean_on = origin.map(|origin| Origin { dialect: origin.dialect.clone(), addresses: origin.addresses.clone() }).unwrap_or_default();
    let page = render(markdown, &lean_on).map_err(|reason| Problem::rule("markdown", reason.to_string()))?;
    let warnings = page.warnings.into_iter().map(move |warning| LessonWarning::of(id, warning));
    let lesson = Lesson {
        id,
        title: lesson.title.clone(),
        kind: LessonKind::Page,
        minutes: lesson.minutes.get(),
        // An item holds 400 kB.
        markdown: (page.html.len() + markdown.len() < KEPT_BYTES).then(|| markdown.to_owned()),
        html: page.html,
        speaker_notes: page.speaker_notes,
        origin: origin.cloned(),
    };
    Ok((lesson, warnings))
}

/// The known lessons that are written anew.
pub(crate) fn rewritten(DraftParts(parts): &DraftParts) -> impl Iterator<Item = LessonId> {
    let lessons = parts.iter().flat_map(|part| &part.modules.0).flat_map(|module| &module.lessons.0);
    lessons.filter(|lesson| lesson.markdown.is_some()).filter_map(|lesson| lesson.id)
}

/// Checks what an author sent against the outline that the course has, and numbers new lessons. Lessons of a book are rendered
/// as the book was: `origins` has what they keep of it.
pub(crate) fn draft(
    DraftParts(parts): DraftParts,
    before: &Outline,
    known: &LessonSet,
    origins: &HashMap<LessonId, LessonOrigin>,
) -> Result<Drafted, Problem> {
    let mut outline = Outline { parts: Vec::with_capacity(parts.len()), next_lesson: before.next_lesson };
    let (mut written, mut warnings) = (Vec::new(), Vec::new());
    for part in parts {
        let mut modules = Vec::with_capacity(part.modules.0.len());
        for module in part.modules.0 {
            let mut lessons = Vec::with_capacity(module.lessons.0.len());
            for lesson in module.lessons.0 {
                let id = match lesson.id {
                    Some(id) => id,
                    None => outline.new_lesson_id().map_err(|error| broken(&error))?,
                };
                match &lesson.markdown {
                    Some(markdown) => {
                        let (lesson, losses) = write(id, &lesson, markdown.as_str(), origins.get(&id))?;
                        written.push(lesson);
                        warnings.extend(losses);
                    }
                    None if lesson.id.is_none() => return Err(Problem::rule("markdown", "a new lesson needs a text")),
                    None => {}
                }
                lessons.push(OutlineLesson { id, title: lesson.title, kind: LessonKind::Page, minutes: lesson.minutes.get() });
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
    Ok(Drafted { outline, written, warnings })
}
