//! GET /v1/me/enrolments/{course_id}/lessons/{lesson_id}/attempts/{number}: an attempt, with its result once it has ended.

use crate::{
    attempt_view::{QuizAttempt, key_of, review, view},
    needs::{BUCKET_NAME, UPLOADS},
    taking::taking,
};
use catalog_model::courses::questions;
use lambda::{
    Audience, Call, Handler, Method, Problem, Reply, Route,
    Table::{BatchGetItem, GetItem, PutItem, Query, UpdateItem},
};
use quizzes_model::attempts;

pub(crate) fn handler() -> Handler {
    let path = "/v1/me/enrolments/{course_id}/lessons/{lesson_id}/attempts/{number}";
    Route::new("get-attempt", Method::Get, path, "Get an attempt at a quiz")
        .audience(Audience::Learner)
        .refuses(&[409, 422])
        .member(handle)
        .table(&[BatchGetItem, GetItem, PutItem, Query, UpdateItem])
        .may(&["s3:GetObject"], &[UPLOADS])
        .settings(&[BUCKET_NAME])
}

async fn handle(call: Call<()>) -> Result<Reply<QuizAttempt>, Problem> {
    let (taking, lesson) = taking(&call).await?;
    let attempt = attempts::own(&call.tenant, &taking, call.request.path("number", "attempt")?).await?;
    let questions = questions::questions(&call.tenant, &taking.course.value, key_of(&attempt.value)).await?;
    let seen = review(&taking.quiz, call.tenant.now());
    Ok(Reply::ok(view((&call.app, &call.tenant), (&taking, &lesson), attempt, &questions, seen).await?))
}
