//! PUT /v1/me/enrolments/{course_id}/lessons/{lesson_id}/attempts/{number}/answers/{question_id}: an answer is saved as it is given.

use crate::taking::taking;
use jiff::Timestamp;
use lambda::{
    Audience, Call, Handler, Method, Problem, Reply, Route,
    Table::{BatchGetItem, GetItem, PutItem, Query, UpdateItem},
};
use questions::{given::Given, question::QuestionId};
use quizzes_model::attempts;
use serde::{Deserialize, Serialize};

trellis_core::number!(
    /// Rises with every answer of a device: of two answers to a question the one with the higher number counts, whichever comes first.
    Sequence(u64), 0..=9_007_199_254_740_991
);

#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct NewAnswer {
    answer: Given,
    sequence: Sequence,
}

#[derive(Debug, Serialize, utoipa::ToSchema)]
struct SavedAnswer {
    #[schema(value_type = String, format = DateTime)]
    saved_at: Timestamp,
    sequence: Sequence,
}

pub(crate) fn handler() -> Handler {
    let path = "/v1/me/enrolments/{course_id}/lessons/{lesson_id}/attempts/{number}/answers/{question_id}";
    Route::new("save-answer", Method::Put, path, "Save an answer in an attempt at a quiz")
        .audience(Audience::Learner)
        .member(handle)
        .table(&[BatchGetItem, GetItem, PutItem, Query, UpdateItem])
        .example(r#"{"answer": {"kind": "single", "choice": "a"}, "sequence": 1790000000000}"#)
}

async fn handle(call: Call<NewAnswer>) -> Result<Reply<SavedAnswer>, Problem> {
    let (taking, _) = taking(&call).await?;
    let question: QuestionId = call.request.path("question_id", "question")?;
    let NewAnswer { answer, sequence } = &call.request.body;
    attempts::save(&call.tenant, &taking, call.request.path("number", "attempt")?, (&question, answer, sequence.get())).await?;
    Ok(Reply::ok(SavedAnswer { saved_at: call.tenant.now(), sequence: *sequence }))
}
