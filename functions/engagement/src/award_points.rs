//! Queue: what members do earns them points, once each.

use engagement_model::{
    points::LESSON_POINTS,
    standings::{self, Award},
};
use lambda::{
    FunctionError, Handler, Message, Queue, QueueResource,
    Table::{GetItem, PutItem},
};
use learning_model::event::LearningEvent;

/// What members do that earns points. A storm of completions must leave the account's concurrency to those who wait for an answer.
const AWARDS: QueueResource = QueueResource::standard("Awards");

pub(crate) fn handler() -> Handler {
    Queue::each("award-points", &["lesson.completed"], handle).table(&[GetItem, PutItem]).from_queue(AWARDS).example(
        r#"{
          "kind": "lesson.completed",
          "payload": {
            "member_id": "01JZ8Q4N7E5T9V3W2XKBYMCD6H", "course_id": "01JZ8Q4N7E5T9V3W2XKBYMCD6F",
            "lesson_id": "l0", "at": "2026-11-22T10:00:00Z"
          }
        }"#,
    )
}

async fn handle(message: Message<LearningEvent>) -> Result<(), FunctionError> {
    let (member_id, course_id, lesson_id, at) = match message.event {
        LearningEvent::LessonCompleted { member_id, course_id, lesson_id, at } => (member_id, course_id, lesson_id, at),
        LearningEvent::CourseCompleted { .. } => return Err(FunctionError::misrouted("course.completed")),
        LearningEvent::EnrolmentRequested { .. } => return Err(FunctionError::misrouted("enrolment.requested")),
        LearningEvent::EnrolmentDecided { .. } => return Err(FunctionError::misrouted("enrolment.decided")),
        LearningEvent::CourseInvited { .. } => return Err(FunctionError::misrouted("course.invited")),
    };
    let award = Award { event_id: message.id, points: LESSON_POINTS, at, course_id, lesson_id };
    let new = standings::award(&message.tenant, member_id, &award).await?;
    if !new {
        tracing::info!(event_id = %message.id, "the event had been applied before");
    }
    Ok(())
}
