//! POST /v1/platform/courses/{course_id}/withdraw: nobody new subscribes to the course or takes it; who takes it goes on.

use crate::offer_view::PlatformCourse;
use catalog_model::{courses, offers};
use lambda::{
    Audience, Call, Grant, Handler, Method, Problem, Reply, Route,
    Table::{GetItem, PutItem},
};

pub(crate) fn handler() -> Handler {
    Route::new("withdraw-course", Method::Post, "/v1/platform/courses/{course_id}/withdraw", "Withdraw a course from the global catalogue")
        .audience(Audience::Operator)
        .refuses(&[422])
        .member(handle)
        .table(&[GetItem, PutItem])
        .granted([Grant::global(&["dynamodb:PutItem"])])
}

async fn handle(call: Call<()>) -> Result<Reply<PlatformCourse>, Problem> {
    let operators = call.registry()?;
    let id = call.request.path("course_id", "course")?;
    let course = courses::course_to_change(&call.tenant, id).await?.ok_or_else(|| Problem::not_found("course"))?.value;
    let act = call.act("course.withdrawn", format!("course/{id}"));
    let offer = offers::withdraw(&call.tenant, &operators, id, &act).await?;
    let offer = offer.ok_or_else(|| Problem::rule("course_id", "this course was never offered"))?;
    Ok(Reply::ok(PlatformCourse::new(&course, Some(&offer.value))))
}
