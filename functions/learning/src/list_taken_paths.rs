//! GET /v1/me/paths: the paths that one takes.

use crate::path_view::{PathTaken, seen};
use lambda::{
    Audience, Call, Handler, Listing, Method, Problem, Reply, Route,
    Table::{BatchGetItem, Query},
};
use learning_model::paths::taken_paths;

pub(crate) fn handler() -> Handler {
    Route::new("list-taken-paths", Method::Get, "/v1/me/paths", "List the paths that you take, the newest path first")
        .audience(Audience::Learner)
        .paged()
        .member(handle)
        .table(&[BatchGetItem, Query])
}

/// Whoever may no longer see a path does not find it here.
async fn handle(call: Call<()>) -> Result<Reply<Listing<PathTaken>>, Problem> {
    let listed = taken_paths(&call.tenant, call.caller.member()?, &call.page()?, |paths| seen(&call, paths)).await?;
    Ok(Reply::ok(Listing { items: listed.items.iter().map(|(taken, path)| PathTaken::new(taken, path)).collect(), next: listed.next }))
}
