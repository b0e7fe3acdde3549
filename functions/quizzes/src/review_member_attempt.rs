//! GET /v1/team/members/{member_id}/attempts/{course_id}/{lesson_id}/{number}: what somebody has answered in an attempt who reports to the
//! caller. Managers take quizzes themselves: which answers are right is for authors.

use crate::{
    needs::{BUCKET_NAME, UPLOADS},
    reviewed_attempt::{ReviewedAttempt, reviewed},
};
use catalog_model::lesson::ReviewPolicy;
use lambda::{
    Audience, Call, Handler, Method, Problem, Reply, Route,
    Table::{BatchGetItem, GetItem, PutItem, Query, UpdateItem},
};
use people_model::access::team_member;

pub(crate) fn handler() -> Handler {
    let path = "/v1/team/members/{member_id}/attempts/{course_id}/{lesson_id}/{number}";
    Route::new("review-member-attempt", Method::Get, path, "Look at a report's attempt at a quiz")
        .audience(Audience::Manager)
        .refuses(&[409])
        .member(handle)
        .table(&[BatchGetItem, GetItem, PutItem, Query, UpdateItem])
        .may(&["s3:GetObject"], &[UPLOADS])
        .settings(&[BUCKET_NAME])
}

async fn handle(call: Call<()>) -> Result<Reply<ReviewedAttempt>, Problem> {
    reviewed(&call, team_member(&call).await?.value.id, ReviewPolicy::OwnAnswers).await
}
