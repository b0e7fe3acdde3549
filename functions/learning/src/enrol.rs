//! PUT /v1/me/enrolments/{course_id}: enrols once; the same call again changes nothing.

use crate::view::EnrolmentDetail;
use domain::course::CourseState;
use lambda::{App, Audience, Call, Handler, Method, Problem, Reply, Route};

pub(crate) fn handler() -> Handler {
    Route::new("enrol", Method::Put, "/v1/me/enrolments/{course_id}", "Enrol in a course")
        .audience(Audience::Learner)
        .succeeds_with(&[201, 200])
        .member(handle)
}

async fn handle(app: App, call: Call<()>) -> Result<Reply<EnrolmentDetail>, Problem> {
    let scope = &call.caller.scope;
    let course = app.store().course(scope, call.request.path("course_id", "course")?).await?;
    // Nobody takes a draft, not even its author.
    let course = course.filter(|course| course.value.state == CourseState::Published);
    let course = call.see(&app, course).await?;
    let enrolled = app.store().enrol(scope, call.caller.member()?, &course.value, app.now()).await?;
    let detail = EnrolmentDetail::from(&enrolled.enrolment);
    Ok(if enrolled.new { Reply::created(detail) } else { Reply::ok(detail) })
}
