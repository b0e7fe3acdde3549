//! Courses as members and authors see them.

use catalog_model::{
    course::{CourseState, Outline, Part},
    courses::{Course, CourseDoor},
    dialect::TextDirection,
    ids::{CourseId, LessonId},
};
use lambda::{Caller, Reply};
use mdbook_import::Warning;
use people_model::ids::GroupId;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use table::Record;
use trellis_core::{api_scope::ApiScope, role::Role, title::Title};

/// A course in a list.
#[derive(Debug, Serialize, Deserialize, utoipa::ToSchema)]
pub(crate) struct CourseSummary {
    course_id: CourseId,
    title: Title,
    summary: String,
    state: CourseState,
    /// How many lessons it has.
    lessons: u32,
    /// How long it takes.
    minutes: u32,
    /// The language tag (BCP 47) of its text, if known.
    #[serde(skip_serializing_if = "Option::is_none")]
    language: Option<String>,
    /// The direction in which its text runs, if known; code always runs from left to right.
    #[serde(skip_serializing_if = "Option::is_none")]
    text_direction: Option<TextDirection>,
    /// Only for members of these groups, if there are any.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    groups: BTreeSet<GroupId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    published_at: Option<String>,
}

/// A course with its outline.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct CourseDetail {
    #[serde(flatten)]
    course: CourseSummary,
    parts: Vec<Part>,
    /// What the lessons that this request wrote lose of their texts, at most 101 for each; absent where nothing is lost.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    warnings: Vec<LessonWarning>,
}

/// Something of a lesson's text that the lesson does not show; the rest of it was stored.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct LessonWarning {
    lesson_id: LessonId,
    /// What it is about, as of an import, such as `lost_markup`.
    kind: String,
    /// From 1; 0 where the whole text is meant.
    line: u32,
    message: String,
}

impl LessonWarning {
    pub(crate) fn of(lesson_id: LessonId, warning: Warning) -> Self {
        let Warning { kind, line, message, file: _ } = warning;
        Self { lesson_id, kind: kind.name().to_owned(), line: line.unwrap_or(0), message }
    }
}

impl From<&Course> for CourseSummary {
    fn from(course: &Course) -> Self {
        Self {
            course_id: course.id,
            title: course.title.clone(),
            summary: course.summary.clone(),
            state: course.state,
            lessons: course.lessons.len(),
            minutes: course.minutes,
            language: course.language.clone(),
            text_direction: course.text_direction,
            groups: course.groups.clone(),
            published_at: course.published_at.map(|at| at.to_string()),
        }
    }
}

impl CourseSummary {
    pub(crate) const fn door(&self) -> CourseDoor<'_> {
        CourseDoor { id: self.course_id, state: self.state, groups: &self.groups }
    }
}

impl CourseDetail {
    pub(crate) fn new(course: &Record<Course>, outline: Outline) -> Self {
        Self { course: (&course.value).into(), parts: outline.parts, warnings: Vec::new() }
    }

    /// With what its lessons have just lost.
    pub(crate) fn warning(self, warnings: Vec<LessonWarning>) -> Self {
        Self { warnings, ..self }
    }

    /// The answer with the course's version as its ETag.
    pub(crate) fn reply(course: &Record<Course>, outline: Outline) -> Reply<Self> {
        Reply::ok(Self::new(course, outline)).etag(course.version)
    }
}

/// Whether a caller makes courses, or is a program for them, and so sees drafts and speaker notes.
pub(crate) fn is_author(caller: &Caller) -> bool {
    caller.has(Role::Author) || caller.has(Role::Admin) || caller.holds(Some(ApiScope::CoursesRead))
}
