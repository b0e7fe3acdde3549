//! GET /v1/me/enrolments/{course_id}: progress in one course.

use crate::view::EnrolmentDetail;
use lambda::{App, Audience, Call, Handler, Method, Problem, Reply, Route};

pub(crate) fn handler() -> Handler {
    Route::new("get-enrolment", Method::Get, "/v1/me/enrolments/{course_id}", "One's progress in a course")
        .audience(Audience::Learner)
        .member(handle)
}

async fn handle(app: App, call: Call<()>) -> Result<Reply<EnrolmentDetail>, Problem> {
    let course = call.request.path("course_id", "enrolment")?;
    let enrolment = app.store().enrolment(&call.caller.scope, call.caller.member()?, course).await?;
    Ok(Reply::ok(EnrolmentDetail::from(&enrolment.ok_or_else(|| Problem::not_found("enrolment"))?)))
}
