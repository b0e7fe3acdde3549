//! DELETE /v1/admin/courses/{course_id}: a draft is gone, with its lessons and files.

use crate::{standing::expected, view::CourseSummary};
use catalog_model::{
    course::CourseState,
    courses,
    offers::{self, OfferState},
};
use lambda::{
    Audience, Call, Handler, Method, Problem, Reply, Route,
    Table::{GetItem, PutItem, UpdateItem},
};
use trellis_core::api_scope::ApiScope;

pub(crate) fn handler() -> Handler {
    Route::new("delete-course", Method::Delete, "/v1/admin/courses/{course_id}", "Delete a draft course")
        .audience(Audience::Author)
        .scope(ApiScope::CoursesWrite)
        .versioned()
        .refuses(&[422])
        .succeeds_with(&[204])
        .member(handle)
        .table(&[GetItem, PutItem, UpdateItem])
}

async fn handle(call: Call<()>) -> Result<Reply<()>, Problem> {
    let course = expected(&call).await?;
    if course.value.state != CourseState::Draft {
        return Err(Problem::rule("state", "only a draft can be deleted; unpublish the course first"));
    }
    if call.tenant.scope().workspace().is_platform()
        && offers::offer(&call.tenant, course.value.id).await?.is_some_and(|offer| offer.value.state != OfferState::Withdrawn)
    {
        return Err(Problem::rule("state", "workspaces have this course; withdraw it from the global catalogue first"));
    }
    let act = call.act("course.deleted", format!("course/{}", course.value.id)).removed(&CourseSummary::from(&course.value));
    courses::delete_course(&call.tenant, &course, &act).await.map_err(Problem::of_update)?;
    Ok(Reply::ok(()))
}
