//! Enrolments as learners see them.

use domain::{
    ids::{CourseId, LessonId},
    progress::Progress,
    title::Title,
};
use serde::Serialize;
use store::{Record, enrolments::Enrolment};

/// A course that one takes.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct EnrolmentView {
    course_id: CourseId,
    title: Title,
    /// How long the whole course takes.
    minutes: u32,
    progress: Progress,
    /// The lesson that was completed last: where to go on.
    #[serde(skip_serializing_if = "Option::is_none")]
    last_lesson: Option<LessonId>,
    /// RFC 3339.
    enrolled_at: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    completed_at: Option<String>,
}

/// An enrolment with the lessons that are done.
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
            completed_at: enrolment.completed_at.map(|at| at.to_string()),
        }
    }
}

impl From<&Record<Enrolment>> for EnrolmentDetail {
    fn from(record: &Record<Enrolment>) -> Self {
        Self { enrolment: record.into(), completed_lessons: record.value.completed.iter().collect() }
    }
}
