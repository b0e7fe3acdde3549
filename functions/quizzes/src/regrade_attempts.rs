//! Queue: attempts at a quiz are graded by a corrected key, some members with each message.

use crate::needs::REGRADINGS;
use lambda::{
    FunctionError, Handler, Message, Queue,
    Table::{GetItem, PutItem, Query, UpdateItem},
};
use quizzes_model::{event::QuizEvent, regrading};

pub(crate) fn handler() -> Handler {
    Queue::each("regrade-attempts", &["quiz.regrading_due"], handle)
        .table(&[GetItem, PutItem, Query, UpdateItem])
        .from_queue(REGRADINGS)
        .example(
            r#"{
              "kind": "quiz.regrading_due",
              "payload": {"course_id": "01JZ8Q4N7E5T9V3W2XKBYMCD6F", "lesson_id": "l0", "questions": "ab12"}
            }"#,
        )
}

async fn handle(message: Message<QuizEvent>) -> Result<(), FunctionError> {
    match message.event {
        QuizEvent::RegradingDue { course_id, lesson_id, questions, after } => {
            Ok(regrading::follow(&message.tenant, (course_id, lesson_id), questions, after).await?)
        }
        QuizEvent::Graded { .. } => Err(FunctionError::misrouted("quiz.graded")),
        QuizEvent::Begun { .. } => Err(FunctionError::misrouted("quiz.begun")),
        QuizEvent::TimeOver { .. } => Err(FunctionError::misrouted("quiz.time_over")),
    }
}
