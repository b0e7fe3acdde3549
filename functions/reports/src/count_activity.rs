//! Queue: what members complete is counted by day, a workspace's together and in order.

use lambda::{
    FunctionError, Handler, Message, Queue, QueueResource,
    Table::{GetItem, PutItem},
};
use learning_model::event::LearningEvent;
use reports_model::activity::{self, Completion, What};
use table::Tenant;

/// Completions: one worker for a workspace at a time, as many workspaces at once.
const ACTIVITY: QueueResource = QueueResource::fifo("Activity");

pub(crate) fn handler() -> Handler {
    Queue::by_workspace("count-activity", &["lesson.completed", "course.completed"], handle)
        .table(&[GetItem, PutItem])
        .from_queue(ACTIVITY)
        .example(
            r#"{
              "kind": "course.completed",
              "payload": {
                "member_id": "01JZ8Q4N7E5T9V3W2XKBYMCD6H", "course_id": "01JZ8Q4N7E5T9V3W2XKBYMCD6F", "at": "2026-11-22T10:00:00Z"
              }
            }"#,
        )
}

async fn handle(tenant: Tenant, messages: Vec<Message<LearningEvent>>) -> Result<(), FunctionError> {
    let completions = messages.into_iter().map(|message| {
        let (what, at) = match message.event {
            LearningEvent::LessonCompleted { at, .. } => (What::Lesson, at),
            LearningEvent::CourseCompleted { at, .. } => (What::Course, at),
            LearningEvent::EnrolmentRequested { .. } => return Err(FunctionError::misrouted("enrolment.requested")),
            LearningEvent::EnrolmentDecided { .. } => return Err(FunctionError::misrouted("enrolment.decided")),
            LearningEvent::CourseInvited { .. } => return Err(FunctionError::misrouted("course.invited")),
        };
        Ok(Completion { number: message.number, what, at })
    });
    activity::count(&tenant, &completions.collect::<Result<Vec<_>, _>>()?).await?;
    Ok(())
}
