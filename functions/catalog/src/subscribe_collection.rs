//! PUT /v1/admin/global-collections/{collection_id}/subscription: the workspace takes the courses of a collection, also those that are added
//! later. A worker subscribes to each.

use crate::collection_view::GlobalCollection;
use catalog_model::collections;
use lambda::{
    Audience, Call, Handler, Method, Problem, Reply, Route,
    Table::{ConditionCheckItem, GetItem, PutItem},
};
use trellis_core::api_scope::ApiScope;

pub(crate) fn handler() -> Handler {
    let path = "/v1/admin/global-collections/{collection_id}/subscription";
    Route::new("subscribe-collection", Method::Put, path, "Subscribe to a collection of the global catalogue")
        .audience(Audience::Author)
        .scope(ApiScope::CoursesWrite)
        .succeeds_with(&[201, 200])
        .member(handle)
        .table(&[ConditionCheckItem, GetItem, PutItem])
}

async fn handle(call: Call<()>) -> Result<Reply<GlobalCollection>, Problem> {
    let id = call.request.path("collection_id", "collection")?;
    let collection = collections::collection(&call.tenant, id).await?.ok_or_else(|| Problem::not_found("collection"))?.value;
    let act = call.act("collection.subscribed", format!("collection/{id}"));
    let is_new = collections::subscribe_to_collection(&call.tenant, id, &act).await?;
    let view = GlobalCollection::new(&collection, true);
    Ok(if is_new { Reply::created(view) } else { Reply::ok(view) })
}
