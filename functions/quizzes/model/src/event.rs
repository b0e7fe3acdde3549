//! What happens to attempts.

use crate::attempt::{AttemptName, Outcome};
use catalog_model::ids::{CourseId, LessonId};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use table::outbox::Event;
use trellis_core::personal::NotPersonal;

/// An event, spelled `{"kind": …, "payload": {…}}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "payload")]
pub enum QuizEvent {
    /// An attempt was graded, or graded anew. Announced by the attempt itself, not by an event item.
    #[serde(rename = "quiz.graded")]
    Graded {
        name: AttemptName,
        /// None where it was graded for the first time.
        from: Option<Outcome>,
        to: Outcome,
    },
    /// An attempt has begun whose time is limited. Announced by its entry in the list of attempts.
    #[serde(rename = "quiz.begun")]
    Begun {
        name: AttemptName,
        from: Option<Timestamp>,
        /// Until when it is taken.
        to: Timestamp,
    },
    /// The time of an attempt is over. Sent by a schedule.
    #[serde(rename = "quiz.time_over")]
    TimeOver { name: AttemptName },
    /// All attempts at a quiz are to be graded by these questions: those from `after` on.
    #[serde(rename = "quiz.regrading_due")]
    RegradingDue {
        course_id: CourseId,
        lesson_id: LessonId,
        /// What names the questions.
        questions: NotPersonal<String>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        after: Option<NotPersonal<String>>,
    },
}

impl Event for QuizEvent {
    const KINDS: &'static [&'static str] = &["quiz.graded", "quiz.begun", "quiz.time_over", "quiz.regrading_due"];
}
