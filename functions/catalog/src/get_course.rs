//! GET /v1/catalog/courses/{course_id}: a course with its outline.

use crate::view::{CourseDetail, is_author};
use catalog_model::{
    access,
    courses::{self, outlines},
};
use lambda::{
    Call, Handler, Method, Problem, Reply, Route,
    Table::{BatchGetItem, GetItem, Query},
};
use trellis_core::api_scope::ApiScope;

pub(crate) fn handler() -> Handler {
    Route::new("get-course", Method::Get, "/v1/catalog/courses/{course_id}", "Get a course with its outline")
        .scope(ApiScope::CoursesRead)
        .member(handle)
        .table(&[BatchGetItem, GetItem, Query])
}

async fn handle(call: Call<()>) -> Result<Reply<CourseDetail>, Problem> {
    let id = call.request.path("course_id", "course")?;
    let course = access::see(&call, courses::course_to_change(&call.tenant, id).await?).await?;
    let outline = outlines::outline(&call.tenant, &course.value).await?;
    let detail = if is_author(&call.caller) {
        CourseDetail::new(&call.tenant, &call.caller, &course, outline.value).await?
    } else {
        let before = access::prerequisites(&call, &course.value).await?;
        CourseDetail::after(&call.tenant, &call.caller, &course, outline.value, before).await?
    };
    Ok(Reply::ok(detail).etag(course.version))
}
