//! Courses as members and authors see them.

use catalog_model::{
    about::About,
    course::{CourseState, Outline, Part, Unlock},
    courses::{Course, CourseDoor, prerequisites},
    dialect::TextDirection,
    ids::{CourseId, LessonId},
};
use lambda::{Caller, Principal};
use learning_model::rules;
use mdbook_import::Warning;
use people_model::ids::GroupId;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use table::{Record, TableError, Tenant};
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
    #[serde(default)]
    about: About,
}

/// A course with its outline.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct CourseDetail {
    #[serde(flatten)]
    course: CourseSummary,
    /// In which order its lessons can be taken.
    unlock: Unlock,
    /// Courses that must be completed before this one is taken, as far as they exist.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    prerequisites: Vec<Prerequisite>,
    parts: Vec<Part>,
    /// What the lessons that this request wrote lose of their texts, at most 101 for each; absent where nothing is lost.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    warnings: Vec<LessonWarning>,
}

/// A course that comes before another one.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct Prerequisite {
    pub(crate) course_id: CourseId,
    pub(crate) title: Title,
    /// Whether the caller has completed it.
    pub(crate) is_completed: bool,
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
            about: course.about.clone(),
        }
    }
}

impl CourseSummary {
    pub(crate) const fn door(&self) -> CourseDoor<'_> {
        CourseDoor { id: self.course_id, state: self.state, groups: &self.groups }
    }
}

impl CourseDetail {
    /// As its authors see it.
    ///
    /// # Errors
    /// When its prerequisites cannot be read.
    pub(crate) async fn new(tenant: &Tenant, caller: &Caller, course: &Record<Course>, outline: Outline) -> Result<Self, TableError> {
        let before = prerequisites::courses(tenant, &course.value.prerequisites).await?.into_iter().map(|course| course.value).collect();
        Self::after(tenant, caller, course, outline, before).await
    }

    /// With the courses before it that a reader must complete.
    ///
    /// # Errors
    /// When it cannot be read which of them they have completed.
    pub(crate) async fn after(
        tenant: &Tenant,
        caller: &Caller,
        course: &Record<Course>,
        outline: Outline,
        before: Vec<Course>,
    ) -> Result<Self, TableError> {
        let done = match &caller.principal {
            Principal::Member { id, .. } => rules::completed(tenant, *id, &before.iter().map(|course| course.id).collect()).await?,
            _ => BTreeSet::new(),
        };
        let described = before.into_iter().map(|course| Prerequisite {
            course_id: course.id,
            is_completed: done.contains(&course.id),
            title: course.title,
        });
        let (prerequisites, unlock) = (described.collect(), course.value.unlock);
        Ok(Self { course: (&course.value).into(), unlock, prerequisites, parts: outline.parts, warnings: Vec::new() })
    }

    /// With what its lessons have just lost.
    pub(crate) fn warning(self, warnings: Vec<LessonWarning>) -> Self {
        Self { warnings, ..self }
    }
}

/// Whether a caller makes courses, or is a program for them, and so sees drafts and speaker notes.
pub(crate) fn is_author(caller: &Caller) -> bool {
    caller.has(Role::Author) || caller.has(Role::Admin) || caller.holds(Some(ApiScope::CoursesRead))
}
