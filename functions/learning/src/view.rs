//! Enrolments as learners see them.

use catalog_model::{
    courses::Course,
    ids::{CourseId, LessonId},
};
use learning_model::{enrolments::Enrolment, progress::Progress};
use serde::Serialize;
use table::Record;
use trellis_core::title::Title;

/// A course that one takes.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct EnrolmentView {
    course_id: CourseId,
    title: Title,
    /// How long the whole course takes.
    minutes: u32,
    progress: Progress,
    /// The lesson that was completed last, if the course still has it: where to go on.
    #[serde(skip_serializing_if = "Option::is_none")]
    last_lesson: Option<LessonId>,
    /// RFC 3339.
    enrolled_at: String,
    /// When a lesson was last opened for the first time or completed.
    active_at: String,
    /// When nothing was left to do for the first time.
    #[serde(skip_serializing_if = "Option::is_none")]
    completed_at: Option<String>,
}

/// An enrolment with the lessons of the course that are done.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct EnrolmentDetail {
    #[serde(flatten)]
    enrolment: EnrolmentView,
    completed_lessons: Vec<LessonId>,
}

impl From<&Record<Enrolment>> for EnrolmentView {
    fn from(record: &Record<Enrolment>) -> Self {
        let enrolment = &record.value;
        Self {
            course_id: enrolment.course_id,
            title: enrolment.title.clone(),
            minutes: enrolment.minutes,
            progress: enrolment.progress,
            last_lesson: enrolment.last_lesson,
            enrolled_at: record.created_at.to_string(),
            active_at: record.updated_at.to_string(),
            completed_at: enrolment.completed_at.map(|at| at.to_string()),
        }
    }
}

impl EnrolmentDetail {
    pub(crate) fn new(record: &Record<Enrolment>, course: &Course) -> Self {
        Self { enrolment: record.into(), completed_lessons: record.value.completed.common(&course.lessons).collect() }
    }
}
