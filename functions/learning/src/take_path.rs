//! PUT /v1/me/paths/{path_id}: a member takes a path, once; the same call again changes nothing.

use crate::path_view::{PathTaken, seen};
use catalog_model::{course::CourseState, paths};
use lambda::{
    Audience, Call, Handler, Method, Problem, Reply, Route,
    Table::{BatchGetItem, GetItem, PutItem, Query},
};
use learning_model::paths::{take_path, taken_path};

pub(crate) fn handler() -> Handler {
    Route::new("take-path", Method::Put, "/v1/me/paths/{path_id}", "Take a path")
        .audience(Audience::Learner)
        .refuses(&[422])
        .succeeds_with(&[201, 200])
        .member(handle)
        .table(&[BatchGetItem, GetItem, PutItem, Query])
}

async fn handle(call: Call<()>) -> Result<Reply<PathTaken>, Problem> {
    let (tenant, member) = (&call.tenant, call.caller.member()?);
    let path = paths::path(tenant, call.request.path("path_id", "path")?).await?;
    let path = seen(&call, path.into_iter().collect()).await?.into_iter().flatten().next();
    let path = path.ok_or_else(|| Problem::not_found("path"))?.value;
    let mut taken = taken_path(tenant, member, path.id).await?;
    let mut is_new = false;
    if taken.is_none() {
        if path.state != CourseState::Published {
            return Err(Problem::rule("path_id", "this path is no longer offered; only who takes it already can go on"));
        }
        is_new = take_path(tenant, member, path.id).await?;
        taken = taken_path(tenant, member, path.id).await?;
    }
    let view = PathTaken::new(&taken.ok_or_else(|| Problem::not_found("path"))?, &path);
    Ok(if is_new { Reply::created(view) } else { Reply::ok(view) })
}
