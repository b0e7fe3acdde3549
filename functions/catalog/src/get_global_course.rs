//! GET /v1/admin/global-courses/{course_id}: a course of the global catalogue with its outline, for those who decide about it.

use crate::global_view::{GlobalCourseDetail, GlobalCourseSummary};
use catalog_model::{
    courses::{Course, outlines},
    global,
    ids::CourseId,
    subscriptions::subscriptions,
};
use lambda::{
    Audience, Call, Handler, Method, Problem, Reply, Route,
    Table::{BatchGetItem, GetItem},
};
use trellis_core::api_scope::ApiScope;

pub(crate) fn handler() -> Handler {
    Route::new("get-global-course", Method::Get, "/v1/admin/global-courses/{course_id}", "Get a course of the global catalogue")
        .audience(Audience::Author)
        .scope(ApiScope::CoursesRead)
        .member(handle)
        .table(&[BatchGetItem, GetItem])
}

async fn handle(call: Call<()>) -> Result<Reply<GlobalCourseDetail>, Problem> {
    let id: CourseId = call.request.path("course_id", "course")?;
    let course = global::course(&call.tenant, id).await?.ok_or_else(|| Problem::not_found("course"))?;
    let outline = outlines::published(&call.tenant, &Course::showing(&course)).await?;
    let own = subscriptions(&call.tenant, &[id].into()).await?.into_iter().next().map(|(_, state)| state);
    Ok(Reply::ok(GlobalCourseDetail {
        is_withdrawn: course.value.is_withdrawn,
        course: GlobalCourseSummary::new(&course, own),
        parts: outline.parts,
    }))
}
