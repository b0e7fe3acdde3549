//! Queue: the time of an attempt is over. It is graded with what was saved, unless it has ended.

use crate::{attempt_list::ended, needs::DEADLINES};
use catalog_model::courses;
use lambda::{
    FunctionError, Handler, Message, Queue,
    Table::{GetItem, PutItem, Query, UpdateItem},
};
use quizzes_model::{attempts, event::QuizEvent};

pub(crate) fn handler() -> Handler {
    Queue::each("end-attempt", &["quiz.time_over"], handle).table(&[GetItem, PutItem, Query, UpdateItem]).from_queue(DEADLINES).example(
        r#"{
          "kind": "quiz.time_over",
          "payload": {
            "name": {"member_id": "01JZ8Q4N7E5T9V3W2XKBYMCD6H", "course_id": "01JZ8Q4N7E5T9V3W2XKBYMCD6F", "lesson_id": "l0", "number": 1}
          }
        }"#,
    )
}

async fn handle(message: Message<QuizEvent>) -> Result<(), FunctionError> {
    let name = match message.event {
        QuizEvent::TimeOver { name } => name,
        QuizEvent::Graded { .. } => return Err(FunctionError::misrouted("quiz.graded")),
        QuizEvent::Begun { .. } => return Err(FunctionError::misrouted("quiz.begun")),
        QuizEvent::RegradingDue { .. } => return Err(FunctionError::misrouted("quiz.regrading_due")),
    };
    let tenant = &message.tenant;
    let Some(attempt) = attempts::attempt(tenant, name).await?.filter(|attempt| attempt.value.outcome.is_none()) else { return Ok(()) };
    if !attempt.value.is_overdue(tenant.now()) {
        return Err(FunctionError::failed("the attempt still has time"));
    }
    let Some(course) = courses::course_or_its_rest(tenant, name.course_id).await? else { return Ok(()) };
    ended(tenant, &course, attempt).await.map(drop).map_err(FunctionError::failed)
}
