//! Enrolments as learners see them.

use catalog_model::{
    courses::Course,
    ids::{CourseId, LessonId, VersionNumber},
};
use learning_model::{
    enrolments::{Enrolment, Taken},
    progress::Progress,
    scores::{CourseScore, Score},
};
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
    /// What the scores of its lessons come to, where the course asks for a score.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    score: Option<CourseScore>,
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
    /// The version of the course that one learns with.
    version: VersionNumber,
    /// A newer version, which one can take; not told on the home screen.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    newer_version: Option<VersionNumber>,
    /// The version that one learnt with before it was recalled, until one has taken note.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    recalled_from: Option<VersionNumber>,
}

/// An enrolment with the lessons of the course that are done.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct EnrolmentDetail {
    #[serde(flatten)]
    enrolment: EnrolmentView,
    completed_lessons: Vec<LessonId>,
    /// Of lessons that have one.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    scores: Vec<LessonScore>,
}

#[derive(Debug, Serialize, utoipa::ToSchema)]
struct LessonScore {
    lesson_id: LessonId,
    percent: Score,
}

impl From<&Record<Enrolment>> for EnrolmentView {
    fn from(record: &Record<Enrolment>) -> Self {
        let enrolment = &record.value;
        Self {
            course_id: enrolment.course_id,
            title: enrolment.title.clone(),
            minutes: enrolment.minutes,
            progress: enrolment.progress,
            score: enrolment.score,
            last_lesson: enrolment.last_lesson,
            enrolled_at: record.created_at.to_string(),
            active_at: record.updated_at.to_string(),
            completed_at: enrolment.completed_at.map(|at| at.to_string()),
            version: enrolment.course_version,
            newer_version: enrolment.newest.filter(|newest| *newest > enrolment.course_version),
            recalled_from: enrolment.recalled_from,
        }
    }
}

impl EnrolmentDetail {
    pub(crate) fn new(Taken { enrolment, syllabus }: &Taken, course: &Course) -> Self {
        let completed_lessons = enrolment.value.completed.common(&syllabus.lessons).collect();
        let known = enrolment.value.scores.iter().filter(|(lesson, _)| syllabus.lessons.contains(*lesson));
        let scores = known.map(|(lesson_id, percent)| LessonScore { lesson_id, percent }).collect();
        let mut current = enrolment.clone();
        current.value.newest = course.newest().map(|newest| newest.number);
        Self { enrolment: EnrolmentView::from(&current), completed_lessons, scores }
    }
}
