//! GET /v1/admin/courses/{course_id}/invitations: who is invited to a course, and what they have answered.

use crate::invitation_view::{InvitedMember, of_course};
use catalog_model::{courses, ids::CourseId};
use lambda::{
    Audience, Call, Handler, Listing, Method, Problem, Reply, Route,
    Table::{BatchGetItem, GetItem, QueryIndex},
};
use learning_model::invitations;
use trellis_core::api_scope::ApiScope;

pub(crate) fn handler() -> Handler {
    let path = "/v1/admin/courses/{course_id}/invitations";
    Route::new("list-course-invitations", Method::Get, path, "List who is invited to a course, newest first")
        .audience(Audience::Author)
        .scope(ApiScope::CoursesRead)
        .paged()
        .member(handle)
        .table(&[BatchGetItem, GetItem, QueryIndex])
}

async fn handle(call: Call<()>) -> Result<Reply<Listing<InvitedMember>>, Problem> {
    let course: CourseId = call.request.path("course_id", "course")?;
    courses::course(&call.tenant, course).await?.ok_or_else(|| Problem::not_found("course"))?;
    let listed = invitations::of_course(&call.tenant, course, &call.page()?).await?;
    Ok(Reply::ok(Listing { items: of_course(&call, listed.items).await?, next: listed.next }))
}
