//! GET /v1/catalog/courses: published courses by title.

use crate::view::CourseSummary;
use catalog_model::{access, course::CourseState, courses};
use lambda::{
    Call, Handler, Listing, Method, Problem, Reply, Route, SearchText,
    Table::{BatchGetItem, Query, QueryIndex},
};

pub(crate) fn handler() -> Handler {
    Route::new("list-courses", Method::Get, "/v1/catalog/courses", "List published courses by title")
        .paged()
        .reversible()
        .searched("Only courses whose title or summary contains all of these words; case and accents do not matter.")
        .member(handle)
        .table(&[BatchGetItem, Query, QueryIndex])
}

async fn handle(call: Call<()>) -> Result<Reply<Listing<CourseSummary>>, Problem> {
    let (text, page) = (call.request.search()?, call.page()?);
    let (published, text) = (Some(CourseState::Published), text.as_ref().map(SearchText::as_str));
    let see = |courses| access::seen(&call, courses);
    let listed = courses::list_courses(&call.tenant, published, text, &page, see).await?;
    Ok(Reply::ok(Listing { items: listed.items.iter().map(|course| (&course.value).into()).collect(), next: listed.next }))
}
