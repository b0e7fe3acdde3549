//! PUT /v1/me/enrolments/{course_id}/lessons/{lesson_id}/work: what the member has done in a lesson, in the place of what was there.

use catalog_model::{
    access,
    courses::{self, lessons},
    ids::LessonId,
};
use lambda::{
    Audience, Call, Handler, Method, Problem, Reply, Route,
    Table::{BatchGetItem, GetItem, PutItem, Query},
};
use learning_model::{
    enrolments::Taken,
    rules,
    work::{self, Work},
};
use serde::Serialize;

#[derive(Debug, Serialize, utoipa::ToSchema)]
struct WorkDone {
    work: Work,
    /// Whether the lesson can be completed now.
    is_done: bool,
}

pub(crate) fn handler() -> Handler {
    let path = "/v1/me/enrolments/{course_id}/lessons/{lesson_id}/work";
    Route::new("put-lesson-work", Method::Put, path, "Save your work in a lesson")
        .audience(Audience::Learner)
        .member(handle)
        .table(&[BatchGetItem, GetItem, PutItem, Query])
        .example(r#"{"kind": "checklist", "ticked": []}"#)
}

async fn handle(call: Call<Work>) -> Result<Reply<WorkDone>, Problem> {
    let (tenant, member) = (&call.tenant, call.caller.member()?);
    let course = access::see(&call, courses::course(tenant, call.request.path("course_id", "course")?).await?).await?.value;
    let id: LessonId = call.request.path("lesson_id", "lesson")?;
    let Taken { enrolment, syllabus } = rules::taken_with(tenant, member, &course, id).await?;
    rules::check_open(tenant, (&course, &syllabus), id, &enrolment.value.completed).await?;
    let lesson = lessons::lesson(tenant, &course, &syllabus, id).await?.ok_or_else(|| Problem::not_found("lesson"))?.value;
    let done = work::put_work(tenant, member, (course.id, id, &lesson.content), call.request.body).await?;
    Ok(Reply::ok(WorkDone { is_done: done.work.is_done(&lesson.content), work: done.work }))
}
