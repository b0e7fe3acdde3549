//! What learners do.

use crate::requests::RequestDecision;
use catalog_model::ids::{CourseId, LessonId};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use table::outbox::Event;
use trellis_core::ids::MemberId;

/// An event, spelled `{"kind": …, "payload": {…}}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "payload")]
pub enum LearningEvent {
    /// A member has completed a lesson and opened it; from whichever came second, at `at`, it counts.
    #[serde(rename = "lesson.completed")]
    LessonCompleted { member_id: MemberId, course_id: CourseId, lesson_id: LessonId, at: Timestamp },
    /// A member has completed all lessons of a course, by the last of them or because the course has changed.
    #[serde(rename = "course.completed")]
    CourseCompleted { member_id: MemberId, course_id: CourseId, at: Timestamp },
    /// A member asks to take a course that needs approval.
    #[serde(rename = "enrolment.requested")]
    EnrolmentRequested { member_id: MemberId, course_id: CourseId },
    /// That was decided; if it was approved, the member is enrolled.
    #[serde(rename = "enrolment.decided")]
    EnrolmentDecided { member_id: MemberId, course_id: CourseId, decision: RequestDecision },
    /// A member is invited to take a course.
    #[serde(rename = "course.invited")]
    CourseInvited { member_id: MemberId, course_id: CourseId },
}

impl Event for LearningEvent {
    const KINDS: &'static [&'static str] =
        &["lesson.completed", "course.completed", "enrolment.requested", "enrolment.decided", "course.invited"];
}
