//! GET /v1/me/enrolments/{course_id}: progress in one course as it is.

use crate::view::EnrolmentDetail;
use catalog_model::{access, courses};
use lambda::{
    Audience, Call, Handler, Method, Problem, Reply, Route,
    Table::{BatchGetItem, GetItem, Query},
};
use learning_model::enrolments::{self, Taken};

pub(crate) fn handler() -> Handler {
    Route::new("get-enrolment", Method::Get, "/v1/me/enrolments/{course_id}", "Get your progress in a course")
        .audience(Audience::Learner)
        .member(handle)
        .table(&[BatchGetItem, GetItem, Query])
}

async fn handle(call: Call<()>) -> Result<Reply<EnrolmentDetail>, Problem> {
    let member = call.caller.member()?;
    let id = call.request.path("course_id", "course")?;
    let course = access::see(&call, courses::course_to_change(&call.tenant, id).await?).await?.value;
    let taken = enrolments::taken(&call.tenant, member, &course).await?.ok_or_else(|| Problem::not_found("enrolment"))?;
    let taken = Taken { enrolment: enrolments::within(taken.enrolment, &course), syllabus: taken.syllabus };
    Ok(Reply::ok(EnrolmentDetail::new(&taken, &course)))
}
