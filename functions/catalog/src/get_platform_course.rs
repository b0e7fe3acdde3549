//! GET /v1/platform/courses/{course_id}: a course of the operators' workspace, and how far its offer is.

use crate::offer_view::PlatformCourse;
use catalog_model::{courses, offers::offer};
use lambda::{Audience, Call, Handler, Method, Problem, Reply, Route, Table::GetItem};

pub(crate) fn handler() -> Handler {
    Route::new(
        "get-platform-course",
        Method::Get,
        "/v1/platform/courses/{course_id}",
        "Get one of the platform's own courses, with its offer",
    )
    .audience(Audience::Operator)
    .member(handle)
    .table(&[GetItem])
}

async fn handle(call: Call<()>) -> Result<Reply<PlatformCourse>, Problem> {
    call.registry()?;
    let id = call.request.path("course_id", "course")?;
    let course = courses::course_to_change(&call.tenant, id).await?.ok_or_else(|| Problem::not_found("course"))?;
    let offer = offer(&call.tenant, id).await?;
    Ok(Reply::ok(PlatformCourse::new(&course.value, offer.as_ref().map(|offer| &offer.value))))
}
