//! PUT /v1/me/enrolments/{course_id}/lessons/{lesson_id}/completion: a lesson is done. Again changes nothing.

use crate::view::EnrolmentDetail;
use catalog_model::{access, courses, ids::LessonId};
use jiff::Timestamp;
use lambda::{
    Audience, Call, Handler, Method, Problem, Reply, Route,
    Table::{BatchGetItem, GetItem, PutItem, Query, UpdateItem},
};
use learning_model::enrolments;
use serde::Deserialize;

#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct Completion {
    /// When the lesson was completed, if that was offline (RFC 3339). A time before the enrolment or in the future is brought to the nearest
    /// possible one.
    #[schema(value_type = Option<String>, format = DateTime)]
    completed_at: Option<Timestamp>,
}

pub(crate) fn handler() -> Handler {
    let path = "/v1/me/enrolments/{course_id}/lessons/{lesson_id}/completion";
    Route::new("complete-lesson", Method::Put, path, "Complete a lesson")
        .audience(Audience::Learner)
        .member(handle)
        .table(&[BatchGetItem, GetItem, PutItem, Query, UpdateItem])
        .example(r#"{"completed_at": "2026-11-22T10:00:00Z"}"#)
}

/// Progress counts every lesson that is completed. Points follow for those that the member has opened, before or after.
async fn handle(call: Call<Option<Completion>>) -> Result<Reply<EnrolmentDetail>, Problem> {
    let member = call.caller.member()?;
    let course = access::see(&call, courses::course(&call.tenant, call.request.path("course_id", "course")?).await?).await?;
    let lesson: LessonId = call.request.path("lesson_id", "lesson")?;
    let at = call.request.body.and_then(|completion| completion.completed_at);
    let taken = enrolments::complete_lesson(&call.tenant, member, course.clone(), lesson, at).await?;
    Ok(Reply::ok(EnrolmentDetail::new(&taken, &course.value)))
}
