//! GET /v1/platform/courses: the courses of the operators' workspace, and what of them is offered to all.

use crate::offer_view::PlatformCourse;
use catalog_model::{
    course::CourseState,
    courses::{self, Course},
    offers::offers,
};
use lambda::{
    Audience, Call, Handler, Listing, Method, Problem, Reply, Route, SearchText,
    Table::{BatchGetItem, QueryIndex},
};
use std::future::ready;
use table::Record;

pub(crate) fn handler() -> Handler {
    Route::new("list-platform-courses", Method::Get, "/v1/platform/courses", "List the platform's own courses, with their offers")
        .audience(Audience::Operator)
        .paged()
        .reversible()
        .searched("Only courses whose title or summary contains all of these words; case and accents do not matter.")
        .query_of::<CourseState>("state", "Only courses in this state.")
        .member(handle)
        .table(&[BatchGetItem, QueryIndex])
}

async fn handle(call: Call<()>) -> Result<Reply<Listing<PlatformCourse>>, Problem> {
    call.registry()?;
    let (state, text) = (call.request.query_of("state")?, call.request.search()?);
    let see = |courses: Vec<Record<Course>>| ready(Ok::<_, Problem>(courses.into_iter().map(Some).collect()));
    let text = text.as_ref().map(SearchText::as_str);
    let listed = courses::list_courses(&call.tenant, state, text, &call.page()?, see).await?;
    let offers = offers(&call.tenant, &listed.items.iter().map(|course| course.value.id).collect()).await?;
    let items = listed.items.iter().map(|course| PlatformCourse::new(&course.value, offers.get(&course.value.id)));
    Ok(Reply::ok(Listing { items: items.collect(), next: listed.next }))
}
