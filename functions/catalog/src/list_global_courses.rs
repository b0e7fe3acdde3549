//! GET /v1/admin/global-courses: what operators offer to all workspaces.

use crate::global_view::GlobalCourseSummary;
use catalog_model::{global, subscriptions::subscriptions};
use lambda::{
    Audience, Call, Handler, Listing, Method, Problem, Reply, Route, SearchText,
    Table::{BatchGetItem, QueryIndex},
};
use std::collections::BTreeMap;
use trellis_core::api_scope::ApiScope;

pub(crate) fn handler() -> Handler {
    Route::new("list-global-courses", Method::Get, "/v1/admin/global-courses", "List the courses of the global catalogue by title")
        .audience(Audience::Author)
        .scope(ApiScope::CoursesRead)
        .paged()
        .reversible()
        .searched("Only courses whose title or summary contains all of these words; case and accents do not matter.")
        .member(handle)
        .table(&[BatchGetItem, QueryIndex])
}

async fn handle(call: Call<()>) -> Result<Reply<Listing<GlobalCourseSummary>>, Problem> {
    let text = call.request.search()?;
    let listed = global::list_courses(&call.tenant, text.as_ref().map(SearchText::as_str), &call.page()?).await?;
    let ids = listed.items.iter().map(|course| course.value.id).collect();
    let own: BTreeMap<_, _> = subscriptions(&call.tenant, &ids).await?.into_iter().collect();
    let items = listed.items.iter().map(|course| GlobalCourseSummary::new(course, own.get(&course.value.id).copied()));
    Ok(Reply::ok(Listing { items: items.collect(), next: listed.next }))
}
