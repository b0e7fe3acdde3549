//! DELETE /v1/me/enrolments/{course_id}: a member gives a course up. What they have done in it is kept for when they come back.

use catalog_model::{access, courses};
use lambda::{
    Audience, Call, Handler, Method, Problem, Reply, Route,
    Table::{BatchGetItem, GetItem, PutItem, Query, UpdateItem},
};
use learning_model::enrolments;

pub(crate) fn handler() -> Handler {
    Route::new("leave-course", Method::Delete, "/v1/me/enrolments/{course_id}", "Leave a course; your progress is kept")
        .audience(Audience::Learner)
        .succeeds_with(&[204])
        .member(handle)
        .table(&[BatchGetItem, GetItem, PutItem, Query, UpdateItem])
}

/// Leaving what one does not take changes nothing.
async fn handle(call: Call<()>) -> Result<Reply<()>, Problem> {
    let course = access::see(&call, courses::course(&call.tenant, call.request.path("course_id", "course")?).await?).await?;
    enrolments::leave(&call.tenant, call.caller.member()?, course).await?;
    Ok(Reply::ok(()))
}
