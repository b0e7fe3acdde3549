//! GET /v1/admin/courses: all courses, drafts first.

use crate::view::CourseSummary;
use domain::{api_scope::ApiScope, course::CourseState};
use lambda::{App, Audience, Call, Handler, Listing, Method, Problem, Reply, Route};

pub(crate) fn handler() -> Handler {
    Route::new("list-all-courses", Method::Get, "/v1/admin/courses", "All courses, drafts first")
        .audience(Audience::Author)
        .scope(ApiScope::CoursesRead)
        .paged()
        .reversible()
        .query("q", "Only courses with this text in title or summary.")
        .query_of::<CourseState>("state", "Only courses in this state.")
        .member(handle)
}

async fn handle(app: App, call: Call<()>) -> Result<Reply<Listing<CourseSummary>>, Problem> {
    let state = call.request.query_of("state")?;
    let listed = app.store().list_courses(&call.caller.scope, state, call.request.query("q"), &call.request.page()?).await?;
    Ok(Reply::ok(Listing { items: listed.items.iter().map(|course| (&course.value).into()).collect(), next: listed.next }))
}
