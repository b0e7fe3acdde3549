//! Courses of the global catalogue as workspaces see them.

use catalog_model::{
    about::About,
    course::{CourseState, Part},
    dialect::TextDirection,
    global::{GlobalCourse, Validation, ValidationNote, Validator},
    ids::{CourseId, VersionNumber},
    syllabus::VersionNote,
};
use serde::Serialize;
use table::Record;
use trellis_core::title::Title;

/// Who vouches for a course.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct ValidationView {
    by: Validator,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    note: Option<ValidationNote>,
    /// RFC 3339.
    at: String,
}

impl From<&Validation> for ValidationView {
    fn from(validation: &Validation) -> Self {
        Self { by: validation.by.clone(), note: validation.note.clone(), at: validation.at.to_string() }
    }
}

/// A course of the global catalogue in a list.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct GlobalCourseSummary {
    course_id: CourseId,
    title: Title,
    summary: String,
    /// How many lessons it has.
    lessons: u32,
    /// How long it takes.
    minutes: u32,
    /// The language tag (BCP 47) of its text, if known.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    language: Option<String>,
    /// The direction in which its text runs, if known.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    text_direction: Option<TextDirection>,
    about: About,
    /// The newest version.
    version: VersionNumber,
    /// What is new in it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    version_note: Option<VersionNote>,
    validation: ValidationView,
    /// When it was offered first. RFC 3339.
    offered_at: String,
    /// When it was offered or withdrawn last. RFC 3339.
    revised_at: String,
    /// How the course stands in this workspace; absent where it does not subscribe.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    subscription: Option<CourseState>,
}

/// A course of the global catalogue with its outline.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct GlobalCourseDetail {
    #[serde(flatten)]
    pub(crate) course: GlobalCourseSummary,
    /// Nobody new subscribes to it or takes it.
    pub(crate) is_withdrawn: bool,
    pub(crate) parts: Vec<Part>,
}

impl GlobalCourseSummary {
    pub(crate) fn new(record: &Record<GlobalCourse>, subscription: Option<CourseState>) -> Self {
        let course = &record.value;
        let syllabus = &course.published.syllabus;
        Self {
            course_id: course.id,
            title: course.title.clone(),
            summary: course.summary.clone(),
            lessons: syllabus.lessons.len(),
            minutes: syllabus.minutes,
            language: syllabus.language.clone(),
            text_direction: syllabus.text_direction,
            about: course.about.clone(),
            version: syllabus.number,
            version_note: course.published.note.clone(),
            validation: ValidationView::from(&course.validation),
            offered_at: record.created_at.to_string(),
            revised_at: record.updated_at.to_string(),
            subscription,
        }
    }
}
