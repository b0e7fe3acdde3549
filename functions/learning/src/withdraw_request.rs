//! DELETE /v1/me/enrolment-requests/{course_id}: a member asks no longer, or puts away what was declined.

use lambda::{
    Audience, Call, Handler, Method, Problem, Reply, Route,
    Table::{DeleteItem, GetItem},
};
use learning_model::requests;

pub(crate) fn handler() -> Handler {
    Route::new("withdraw-request", Method::Delete, "/v1/me/enrolment-requests/{course_id}", "Withdraw your request for a course")
        .audience(Audience::Learner)
        .succeeds_with(&[204])
        .member(handle)
        .table(&[DeleteItem, GetItem])
}

async fn handle(call: Call<()>) -> Result<Reply<()>, Problem> {
    requests::withdraw(&call.tenant, call.caller.member()?, call.request.path("course_id", "course")?).await?;
    Ok(Reply::ok(()))
}
