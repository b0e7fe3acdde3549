//! DELETE /v1/admin/global-collections/{collection_id}/subscription: nothing is added any more; the courses that are there stay.

use catalog_model::collections;
use lambda::{
    Audience, Call, Handler, Method, Problem, Reply, Route,
    Table::{DeleteItem, GetItem, PutItem},
};
use trellis_core::api_scope::ApiScope;

pub(crate) fn handler() -> Handler {
    let path = "/v1/admin/global-collections/{collection_id}/subscription";
    Route::new("leave-collection", Method::Delete, path, "Unsubscribe from a collection; its courses stay until you delete them")
        .audience(Audience::Author)
        .scope(ApiScope::CoursesWrite)
        .succeeds_with(&[204])
        .member(handle)
        .table(&[DeleteItem, GetItem, PutItem])
}

/// Leaving what one does not subscribe to changes nothing; what one does can be left when it is not there any more, too.
async fn handle(call: Call<()>) -> Result<Reply<()>, Problem> {
    let id = call.request.path("collection_id", "collection")?;
    let act = call.act("collection.unsubscribed", format!("collection/{id}"));
    let had = collections::leave_collection(&call.tenant, id, &act).await?;
    if had || collections::collection(&call.tenant, id).await?.is_some() {
        Ok(Reply::ok(()))
    } else {
        Err(Problem::not_found("collection"))
    }
}
