//! GET /v1/catalog/paths/{path_id}: a path with its courses, and how far one is.

use crate::path_view::PathDetail;
use catalog_model::{
    access::{self, Door},
    paths::{self, Path},
};
use lambda::{
    Call, Handler, Method, Problem, Reply, Route,
    Table::{BatchGetItem, GetItem, Query},
};
use table::Record;
use trellis_core::api_scope::ApiScope;

pub(crate) fn handler() -> Handler {
    Route::new("get-path", Method::Get, "/v1/catalog/paths/{path_id}", "Get a path with its courses")
        .scope(ApiScope::CoursesRead)
        .member(handle)
        .table(&[BatchGetItem, GetItem, Query])
}

async fn handle(call: Call<()>) -> Result<Reply<PathDetail>, Problem> {
    let path = paths::path(&call.tenant, call.request.path("path_id", "path")?).await?;
    let seen = access::behind_open_doors(&call, path.into_iter().collect(), door).await?;
    let path = seen.into_iter().flatten().next().ok_or_else(|| Problem::not_found("path"))?;
    Ok(Reply::ok(PathDetail::of(&call, &path.value).await?).etag(path.version))
}

/// What a path asks of those who come.
pub(crate) const fn door(path: &Record<Path>) -> Door<'_> {
    path.value.door()
}
