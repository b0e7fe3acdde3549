//! GET /v1/platform/collections/{collection_id}: a collection of the global catalogue.

use crate::collection_view::CollectionView;
use catalog_model::collections::collection;
use lambda::{Audience, Call, Handler, Method, Problem, Reply, Route, Table::GetItem};

pub(crate) fn handler() -> Handler {
    Route::new("get-collection", Method::Get, "/v1/platform/collections/{collection_id}", "Get a collection of the global catalogue")
        .audience(Audience::Operator)
        .member(handle)
        .table(&[GetItem])
}

async fn handle(call: Call<()>) -> Result<Reply<CollectionView>, Problem> {
    call.registry()?;
    let id = call.request.path("collection_id", "collection")?;
    let collection = collection(&call.tenant, id).await?.ok_or_else(|| Problem::not_found("collection"))?;
    Ok(Reply::ok(CollectionView::from(&collection.value)).etag(collection.version))
}
