//! GET /v1/admin/paths: all paths, drafts first and archived ones last.

use crate::path_view::PathSummary;
use catalog_model::{
    course::CourseState,
    paths::{self, Path},
};
use lambda::{Audience, Call, Handler, Listing, Method, Problem, Reply, Route, SearchText, Table::QueryIndex};
use std::future::ready;
use table::Record;
use trellis_core::api_scope::ApiScope;

pub(crate) fn handler() -> Handler {
    Route::new("list-all-paths", Method::Get, "/v1/admin/paths", "List all paths, drafts first and archived ones last")
        .audience(Audience::Author)
        .scope(ApiScope::CoursesRead)
        .paged()
        .reversible()
        .searched("Only paths whose title or summary contains all of these words; case and accents do not matter.")
        .query_of::<CourseState>("state", "Only paths in this state.")
        .member(handle)
        .table(&[QueryIndex])
}

async fn handle(call: Call<()>) -> Result<Reply<Listing<PathSummary>>, Problem> {
    let (state, text) = (call.request.query_of("state")?, call.request.search()?);
    let text = text.as_ref().map(SearchText::as_str);
    let see = |paths: Vec<Record<Path>>| ready(Ok::<_, Problem>(paths.into_iter().map(Some).collect()));
    let listed = paths::list_paths(&call.tenant, state, text, &call.page()?, see).await?;
    Ok(Reply::ok(Listing { items: listed.items.iter().map(|path| (&path.value).into()).collect(), next: listed.next }))
}
