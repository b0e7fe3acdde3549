//! Quizzes: attempts, their results, and what authors learn from them.

mod attempt_list;
mod attempt_view;
mod begin_attempt;
mod count_answers;
mod end_attempt;
mod get_attempt;
mod get_quiz_statistics;
mod list_attempts;
mod list_member_attempts;
mod list_own_attempts;
mod needs;
mod preview_regrading;
mod read_questions;
mod regrade_attempts;
mod regrade_quiz;
mod review_attempt;
mod review_member_attempt;
mod reviewed_attempt;
mod save_answer;
mod submit_attempt;
mod taking;
mod texts;
mod write_questions;

use lambda::PathParameter;
use questions::question::QuestionId;
use quizzes_model::{attempt::AttemptNumber, event::QuizEvent};
use table::outbox::Event;
use utoipa::PartialSchema;

/// What paths name of this area's things.
const PATH_PARAMETERS: &[PathParameter] = &[
    PathParameter { name: "number", meaning: "The number of the attempt.", schema: AttemptNumber::schema },
    PathParameter { name: "question_id", meaning: "The question.", schema: QuestionId::schema },
];

/// The handlers of this area.
#[must_use]
pub fn area() -> lambda::Area {
    let handlers = vec![
        begin_attempt::handler(),
        list_own_attempts::handler(),
        get_attempt::handler(),
        save_answer::handler(),
        submit_attempt::handler(),
        list_attempts::handler(),
        review_attempt::handler(),
        list_member_attempts::handler(),
        review_member_attempt::handler(),
        get_quiz_statistics::handler(),
        preview_regrading::handler(),
        regrade_quiz::handler(),
        regrade_attempts::handler(),
        count_answers::handler(),
        end_attempt::handler(),
        read_questions::handler(),
        write_questions::handler(),
    ];
    lambda::Area::new("quizzes", "quizzes", handlers)
        .keeping(quizzes_model::keys::PREFIXES)
        .announcing(QuizEvent::KINDS)
        .naming(PATH_PARAMETERS)
}
