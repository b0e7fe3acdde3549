//! PUT /v1/me/enrolments/{course_id}: enrols once; the same call again changes nothing.

use crate::view::EnrolmentDetail;
use catalog_model::{
    access::{self, Visitor},
    courses,
};
use lambda::{
    Audience, Call, Handler, Method, Problem, Reply, Route,
    Table::{BatchGetItem, DeleteItem, GetItem, PutItem, Query, UpdateItem},
};
use learning_model::enrolments;

pub(crate) fn handler() -> Handler {
    Route::new("enrol", Method::Put, "/v1/me/enrolments/{course_id}", "Enrol in a course")
        .audience(Audience::Learner)
        .succeeds_with(&[201, 200])
        .member(handle)
        .table(&[BatchGetItem, DeleteItem, GetItem, PutItem, Query, UpdateItem])
}

async fn handle(call: Call<()>) -> Result<Reply<EnrolmentDetail>, Problem> {
    let course = courses::course(&call.tenant, call.request.path("course_id", "course")?).await?;
    let course = access::see(&call, course).await?;
    let asked = access::prerequisites(&call, Visitor::Caller, &course.value).await?;
    let enrolled = enrolments::enrol(&call.tenant, call.caller.member()?, &course, &asked).await?;
    let detail = EnrolmentDetail::new(&enrolled.taken, &course.value);
    Ok(if enrolled.new { Reply::created(detail) } else { Reply::ok(detail) })
}
