//! DELETE /v1/me/course-invitations/{course_id}: a member declines; the same call again changes nothing.

use lambda::{
    Audience, Call, Handler, Method, Problem, Reply, Route,
    Table::{GetItem, PutItem},
};
use learning_model::invitations;

pub(crate) fn handler() -> Handler {
    Route::new("decline-invitation", Method::Delete, "/v1/me/course-invitations/{course_id}", "Decline an invitation to a course")
        .audience(Audience::Learner)
        .succeeds_with(&[204])
        .member(handle)
        .table(&[GetItem, PutItem])
}

async fn handle(call: Call<()>) -> Result<Reply<()>, Problem> {
    invitations::decline(&call.tenant, call.caller.member()?, call.request.path("course_id", "course")?).await?;
    Ok(Reply::ok(()))
}
