//! GET /v1/catalog/courses: published courses by title.

use crate::view::CourseSummary;
use domain::course::CourseState;
use lambda::{App, Call, Handler, Listing, Method, Problem, Reply, Route};

pub(crate) fn handler() -> Handler {
    Route::new("list-courses", Method::Get, "/v1/catalog/courses", "Published courses by title")
        .paged()
        .reversible()
        .query("q", "Only courses with this text in title or summary.")
        .member(handle)
}

async fn handle(app: App, call: Call<()>) -> Result<Reply<Listing<CourseSummary>>, Problem> {
    let (text, page) = (call.request.query("q"), call.request.page()?);
    let listed = app.store().list_courses(&call.caller.scope, Some(CourseState::Published), text, &page).await?;
    let seen = call.seen(&app, listed.items).await?;
    Ok(Reply::ok(Listing { items: seen.iter().map(|course| (&course.value).into()).collect(), next: listed.next }))
}
