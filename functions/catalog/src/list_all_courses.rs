//! GET /v1/admin/courses: all courses, drafts first and archived ones last.

use crate::{
    needs::{BUCKET_NAME, UPLOADS},
    view::CourseSummary,
};
use catalog_model::{
    course::CourseState,
    courses::{self, Course},
};
use lambda::{Audience, Call, Handler, Listing, Method, Problem, Reply, Route, SearchText, Table::QueryIndex};
use std::future::ready;
use table::Record;
use trellis_core::api_scope::ApiScope;

pub(crate) fn handler() -> Handler {
    Route::new("list-all-courses", Method::Get, "/v1/admin/courses", "List all courses, drafts first and archived ones last")
        .audience(Audience::Author)
        .scope(ApiScope::CoursesRead)
        .paged()
        .reversible()
        .searched("Only courses whose title or summary contains all of these words; case and accents do not matter.")
        .query_of::<CourseState>("state", "Only courses in this state.")
        .member(handle)
        .table(&[QueryIndex])
        .may(&["s3:GetObject"], &[UPLOADS])
        .settings(&[BUCKET_NAME])
}

async fn handle(call: Call<()>) -> Result<Reply<Listing<CourseSummary>>, Problem> {
    let (state, text) = (call.request.query_of("state")?, call.request.search()?);
    let text = text.as_ref().map(SearchText::as_str);
    let see = |courses: Vec<Record<Course>>| ready(Ok::<_, Problem>(courses.into_iter().map(Some).collect()));
    let listed = courses::list_courses(&call.tenant, state, text, &call.page()?, see).await?;
    let items = listed.items.iter().map(|course| (&course.value).into()).collect();
    let items = CourseSummary::all_covered(items, &call.app, call.tenant.scope()).await?;
    Ok(Reply::ok(Listing { items, next: listed.next }))
}
