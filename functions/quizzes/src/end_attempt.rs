//! Queue: an attempt whose time is limited has begun, and a message is scheduled for when its time is over; then it is graded with what was
//! saved, unless it has ended.

use crate::{
    attempt_list::ended,
    needs::{DEADLINES, SCHEDULE_QUEUE_ARN, SCHEDULE_ROLE_ARN},
};
use catalog_model::courses;
use jiff::{SignedDuration, Timestamp};
use lambda::{
    FunctionError, Handler, Message, Queue,
    Table::{GetItem, PutItem, Query, UpdateItem},
    services::{PASS_SCHEDULE_ROLE, Schedules},
};
use quizzes_model::{attempt::AttemptName, attempts, event::QuizEvent};
use table::Tenant;

/// Until then whoever looks ends it themselves: a learner who submits late, an author who waits for it.
const LATER: SignedDuration = SignedDuration::from_mins(5);
/// Where the message comes late itself. What is scheduled for the past is never sent.
const AT_LEAST: SignedDuration = SignedDuration::from_mins(1);

pub(crate) fn handler() -> Handler {
    Queue::each("end-attempt", &["quiz.begun", "quiz.time_over"], handle)
        .table(&[GetItem, PutItem, Query, UpdateItem])
        .may(
            &["scheduler:CreateSchedule"],
            &["!Sub 'arn:${AWS::Partition}:scheduler:${AWS::Region}:${AWS::AccountId}:schedule/default/quiz-attempt-*'"],
        )
        .granted([PASS_SCHEDULE_ROLE])
        .settings(&[SCHEDULE_QUEUE_ARN, SCHEDULE_ROLE_ARN])
        .from_queue(DEADLINES)
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
    match message.event {
        QuizEvent::Begun { name, to, .. } => schedule(&message, name, to).await,
        QuizEvent::TimeOver { name } => end(&message.tenant, name).await,
        QuizEvent::Graded { .. } => Err(FunctionError::misrouted("quiz.graded")),
        QuizEvent::RegradingDue { .. } => Err(FunctionError::misrouted("quiz.regrading_due")),
    }
}

async fn schedule(message: &Message<QuizEvent>, name: AttemptName, until: Timestamp) -> Result<(), FunctionError> {
    let at = (until + LATER).max(message.app.now() + AT_LEAST);
    let over = message.app.seal_event(message.tenant.scope(), &QuizEvent::TimeOver { name }).map_err(FunctionError::failed)?;
    // An event that is told again has the same id: it is the same schedule.
    let schedules = message.app.service::<Schedules>()?;
    schedules.once(&format!("quiz-attempt-{}", message.id), at, &over).await.map_err(FunctionError::failed)
}

async fn end(tenant: &Tenant, name: AttemptName) -> Result<(), FunctionError> {
    let Some(attempt) = attempts::attempt(tenant, name).await?.filter(|attempt| attempt.value.outcome.is_none()) else { return Ok(()) };
    if !attempt.value.is_overdue(tenant.now()) {
        return Err(FunctionError::failed("the attempt still has time"));
    }
    let Some(course) = courses::course_or_its_rest(tenant, name.course_id).await? else { return Ok(()) };
    ended(tenant, &course, attempt).await.map(drop).map_err(FunctionError::failed)
}
