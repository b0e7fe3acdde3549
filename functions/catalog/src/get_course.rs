//! GET /v1/catalog/courses/{course_id}: a course with its outline.

use crate::view::CourseDetail;
use domain::api_scope::ApiScope;
use lambda::{App, Call, Handler, Method, Problem, Reply, Route};

pub(crate) fn handler() -> Handler {
    Route::new("get-course", Method::Get, "/v1/catalog/courses/{course_id}", "A course with its outline")
        .scope(ApiScope::CoursesRead)
        .member(handle)
}

async fn handle(app: App, call: Call<()>) -> Result<Reply<CourseDetail>, Problem> {
    let (scope, id) = (&call.caller.scope, call.request.path("course_id", "course")?);
    let course = call.see(&app, app.store().course_to_change(scope, id).await?).await?;
    let outline = app.store().outline(scope, id).await?;
    Ok(CourseDetail::reply(&course, outline.value))
}
