//! DELETE /v1/me/paths/{path_id}: a member gives a path up. What they have done in its courses is theirs.

use crate::path_view::seen;
use catalog_model::{ids::PathId, paths};
use lambda::{
    Audience, Call, Handler, Method, Problem, Reply, Route,
    Table::{BatchGetItem, DeleteItem, GetItem, Query},
};
use learning_model::paths::{leave_path, taken_path};

pub(crate) fn handler() -> Handler {
    Route::new("leave-path", Method::Delete, "/v1/me/paths/{path_id}", "Leave a path; what you have done in its courses is kept")
        .audience(Audience::Learner)
        .succeeds_with(&[204])
        .member(handle)
        .table(&[BatchGetItem, DeleteItem, GetItem, Query])
}

/// Leaving what one does not take changes nothing; what one takes can be left when it is not there any more, too.
async fn handle(call: Call<()>) -> Result<Reply<()>, Problem> {
    let (member, id): (_, PathId) = (call.caller.member()?, call.request.path("path_id", "path")?);
    if taken_path(&call.tenant, member, id).await?.is_some() {
        leave_path(&call.tenant, member, id).await?;
        return Ok(Reply::ok(()));
    }
    let path = paths::path(&call.tenant, id).await?;
    let is_there = seen(&call, path.into_iter().collect()).await?.into_iter().flatten().next().is_some();
    if is_there { Ok(Reply::ok(())) } else { Err(Problem::not_found("path")) }
}
