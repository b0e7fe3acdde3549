//! Queue: an attempt whose time is limited has begun. A message is scheduled for when its time is over.

use crate::needs::{BEGINNINGS, SCHEDULE_QUEUE_ARN, SCHEDULE_ROLE_ARN};
use jiff::SignedDuration;
use lambda::{
    FunctionError, Handler, Message, Queue,
    services::{PASS_SCHEDULE_ROLE, Schedules},
};
use quizzes_model::event::QuizEvent;

/// Until then whoever looks ends it themselves: a learner who submits late, an author who waits for it.
const LATER: SignedDuration = SignedDuration::from_mins(5);
/// Where the message comes late itself. What is scheduled for the past is never sent.
const AT_LEAST: SignedDuration = SignedDuration::from_mins(1);

pub(crate) fn handler() -> Handler {
    Queue::each("schedule-ending", &["quiz.begun"], handle)
        .may(
            &["scheduler:CreateSchedule"],
            &["!Sub 'arn:${AWS::Partition}:scheduler:${AWS::Region}:${AWS::AccountId}:schedule/default/quiz-attempt-*'"],
        )
        .granted([PASS_SCHEDULE_ROLE])
        .settings(&[SCHEDULE_QUEUE_ARN, SCHEDULE_ROLE_ARN])
        .from_queue(BEGINNINGS)
        .example(
            r#"{
              "kind": "quiz.begun",
              "payload": {
                "name": {"member_id": "01JZ8Q4N7E5T9V3W2XKBYMCD6H", "course_id": "01JZ8Q4N7E5T9V3W2XKBYMCD6F", "lesson_id": "l0", "number": 1},
                "from": null,
                "to": "2026-11-22T10:00:00Z"
              }
            }"#,
        )
}

async fn handle(message: Message<QuizEvent>) -> Result<(), FunctionError> {
    let (name, until) = match message.event {
        QuizEvent::Begun { name, to, .. } => (name, to),
        QuizEvent::Graded { .. } => return Err(FunctionError::misrouted("quiz.graded")),
        QuizEvent::TimeOver { .. } => return Err(FunctionError::misrouted("quiz.time_over")),
        QuizEvent::RegradingDue { .. } => return Err(FunctionError::misrouted("quiz.regrading_due")),
    };
    let at = (until + LATER).max(message.app.now() + AT_LEAST);
    let over = message.app.seal_event(message.tenant.scope(), &QuizEvent::TimeOver { name }).map_err(FunctionError::failed)?;
    // An event that is told again has the same id: it is the same schedule.
    let schedules = message.app.service::<Schedules>()?;
    schedules.once(&format!("quiz-attempt-{}", message.id), at, &over).await.map_err(FunctionError::failed)
}
