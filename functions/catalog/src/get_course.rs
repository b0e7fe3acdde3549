//! GET /v1/catalog/courses/{course_id}: a course with its outline. It has an `ETag` where it is what authors change: the draft, or a version
//! that the draft is not ahead of.

use crate::{
    needs::{BUCKET_NAME, UPLOADS},
    shown::{shown, versioned},
    terms::admission,
    view::{CourseDetail, is_author, relations},
};
use catalog_model::{
    access::{self, Visitor},
    courses,
};
use lambda::{
    Call, Handler, Method, Problem, Reply, Route,
    Table::{BatchGetItem, GetItem, Query, QueryIndex},
};
use trellis_core::api_scope::ApiScope;

pub(crate) fn handler() -> Handler {
    versioned(Route::new("get-course", Method::Get, "/v1/catalog/courses/{course_id}", "Get a course with its outline"))
        .scope(ApiScope::CoursesRead)
        .member(handle)
        .table(&[BatchGetItem, GetItem, Query, QueryIndex])
        .may(&["s3:GetObject"], &[UPLOADS])
        .settings(&[BUCKET_NAME])
}

async fn handle(call: Call<()>) -> Result<Reply<CourseDetail>, Problem> {
    let id = call.request.path("course_id", "course")?;
    let course = access::see(&call, courses::course_to_change(&call.tenant, id).await?).await?;
    let shown = shown(&call, &course.value).await?;
    let outline = shown.edition.outline(&call.tenant, &course.value).await?;
    let detail = if is_author(&call.caller) {
        CourseDetail::new(&call.tenant, &call.caller, (&course, &shown.syllabus), outline).await?
    } else {
        let before = access::prerequisites(&call, Visitor::Caller, &course.value).await?;
        CourseDetail::after(&call.tenant, &call.caller, (&course, &shown.syllabus), outline, before).await?
    };
    let detail = detail.covered(&call.app, call.tenant.scope()).await?;
    let detail = detail.with(admission(&call, &course.value).await?, relations(&call, &course.value).await?);
    // What is sent back on this condition replaces the draft.
    let reply = Reply::ok(detail);
    Ok(if shown.is_draft(&course.value) { reply.etag(course.version) } else { reply })
}
