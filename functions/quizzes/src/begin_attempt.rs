//! POST /v1/me/enrolments/{course_id}/lessons/{lesson_id}/attempts: an attempt at a quiz begins, or the one that is open goes on.

use crate::{
    attempt_view::{QuizAttempt, review, view},
    needs::{BUCKET_NAME, UPLOADS},
    taking::taking,
};
use lambda::{
    Audience, Call, Handler, Method, Problem, Reply, Route,
    Table::{BatchGetItem, GetItem, PutItem, Query, UpdateItem},
};
use quizzes_model::attempts;

pub(crate) fn handler() -> Handler {
    Route::new("begin-attempt", Method::Post, "/v1/me/enrolments/{course_id}/lessons/{lesson_id}/attempts", "Begin an attempt at a quiz")
        .audience(Audience::Learner)
        .succeeds_with(&[200, 201])
        .member(handle)
        .table(&[BatchGetItem, GetItem, PutItem, Query, UpdateItem])
        .may(&["s3:GetObject"], &[UPLOADS])
        .settings(&[BUCKET_NAME])
}

async fn handle(call: Call<()>) -> Result<Reply<QuizAttempt>, Problem> {
    let (taking, lesson) = taking(&call).await?;
    let begun = attempts::begin(&call.tenant, &taking).await?;
    let seen = review(&taking.quiz, call.tenant.now());
    let shown = view((&call.app, &call.tenant), (&taking, &lesson), begun.attempt, &begun.questions, seen).await?;
    Ok(if begun.is_new { Reply::created(shown) } else { Reply::ok(shown) })
}
