//! GET /v1/admin/courses/{course_id}/lessons/{lesson_id}/attempts/{member_id}/{number}: what was asked and answered in an attempt, and what
//! would have been right.

use crate::{
    needs::{BUCKET_NAME, UPLOADS},
    reviewed_attempt::{ReviewedAttempt, reviewed},
};
use catalog_model::lesson::ReviewPolicy;
use lambda::{
    Audience, Call, Handler, Method, Problem, Reply, Route,
    Table::{BatchGetItem, GetItem, PutItem, Query, UpdateItem},
};

pub(crate) fn handler() -> Handler {
    let path = "/v1/admin/courses/{course_id}/lessons/{lesson_id}/attempts/{member_id}/{number}";
    Route::new("review-attempt", Method::Get, path, "Look at somebody's attempt at a quiz")
        .audience(Audience::Author)
        .refuses(&[409])
        .member(handle)
        .table(&[BatchGetItem, GetItem, PutItem, Query, UpdateItem])
        .may(&["s3:GetObject"], &[UPLOADS])
        .settings(&[BUCKET_NAME])
}

async fn handle(call: Call<()>) -> Result<Reply<ReviewedAttempt>, Problem> {
    reviewed(&call, call.request.path("member_id", "member")?, ReviewPolicy::RightAnswers).await
}
