//! GET /v1/me/enrolments/{course_id}: progress in one course as it is.

use crate::view::EnrolmentDetail;
use catalog_model::{access, courses};
use lambda::{
    Audience, Call, Handler, Method, Problem, Reply, Route,
    Table::{GetItem, Query},
};
use learning_model::enrolments;

pub(crate) fn handler() -> Handler {
    Route::new("get-enrolment", Method::Get, "/v1/me/enrolments/{course_id}", "Get your progress in a course")
        .audience(Audience::Learner)
        .member(handle)
        .table(&[GetItem, Query])
}

async fn handle(call: Call<()>) -> Result<Reply<EnrolmentDetail>, Problem> {
    let member = call.caller.member()?;
    let id = call.request.path("course_id", "course")?;
    let course = access::see(&call, courses::course_to_change(&call.tenant, id).await?).await?.value;
    let enrolment = enrolments::enrolment(&call.tenant, member, id).await?.ok_or_else(|| Problem::not_found("enrolment"))?;
    Ok(Reply::ok(EnrolmentDetail::new(&enrolments::within(enrolment, &course), &course)))
}
