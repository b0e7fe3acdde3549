//! GET /v1/catalog/paths: published paths by title.

use crate::{get_path::door, path_view::PathSummary};
use catalog_model::{
    access,
    course::CourseState,
    paths::{self, Path},
};
use lambda::{
    Call, Handler, Listing, Method, Problem, Reply, Route, SearchText,
    Table::{BatchGetItem, Query, QueryIndex},
};
use table::Record;
use trellis_core::api_scope::ApiScope;

pub(crate) fn handler() -> Handler {
    Route::new("list-paths", Method::Get, "/v1/catalog/paths", "List published paths by title")
        .scope(ApiScope::CoursesRead)
        .paged()
        .reversible()
        .searched("Only paths whose title or summary contains all of these words; case and accents do not matter.")
        .member(handle)
        .table(&[BatchGetItem, Query, QueryIndex])
}

async fn handle(call: Call<()>) -> Result<Reply<Listing<PathSummary>>, Problem> {
    let text = call.request.search()?;
    let see = |paths: Vec<Record<Path>>| access::behind_open_doors(&call, paths, door);
    let text = text.as_ref().map(SearchText::as_str);
    let listed = paths::list_paths(&call.tenant, Some(CourseState::Published), text, &call.page()?, see).await?;
    Ok(Reply::ok(Listing { items: listed.items.iter().map(|path| (&path.value).into()).collect(), next: listed.next }))
}
