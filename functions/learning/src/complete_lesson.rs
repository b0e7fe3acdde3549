//! PUT /v1/me/enrolments/{course_id}/lessons/{lesson_id}/completion: a lesson is done. Again changes nothing.

use crate::view::EnrolmentDetail;
use domain::ids::LessonId;
use lambda::{App, Audience, Call, Handler, Method, Problem, Reply, Route};

pub(crate) fn handler() -> Handler {
    let path = "/v1/me/enrolments/{course_id}/lessons/{lesson_id}/completion";
    Route::new("complete-lesson", Method::Put, path, "Complete a lesson").audience(Audience::Learner).member(handle)
}

async fn handle(app: App, call: Call<()>) -> Result<Reply<EnrolmentDetail>, Problem> {
    let (scope, store) = (&call.caller.scope, app.store());
    let course = store.course(scope, call.request.path("course_id", "enrolment")?).await?.ok_or_else(|| Problem::not_found("enrolment"))?;
    let lesson: LessonId = call.request.path("lesson_id", "lesson")?;
    if !course.value.lessons.contains(lesson) {
        return Err(Problem::not_found("lesson"));
    }
    let enrolment = store.complete_lesson(scope, call.caller.member()?, &course.value, lesson, app.now()).await?;
    Ok(Reply::ok(EnrolmentDetail::from(&enrolment.ok_or_else(|| Problem::not_found("enrolment"))?)))
}
