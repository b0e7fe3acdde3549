//! GET /v1/admin/courses: all courses, drafts first.

use crate::view::CourseSummary;
use domain::api_scope::ApiScope;
use lambda::{App, Audience, Call, Handler, Listing, Method, Problem, Reply, Route};

pub(crate) fn handler() -> Handler {
    Route::new("list-all-courses", Method::Get, "/v1/admin/courses", "All courses, drafts first")
        .audience(Audience::Author)
        .scope(ApiScope::CoursesRead)
        .paged()
        .member(handle)
}

async fn handle(app: App, call: Call<()>) -> Result<Reply<Listing<CourseSummary>>, Problem> {
    let listed = app.store().list_courses(&call.caller.scope, None, &call.request.page()?).await?;
    Ok(Reply::ok(Listing { items: listed.items.iter().map(|course| (&course.value).into()).collect(), next: listed.next }))
}
