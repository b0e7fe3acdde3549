//! GET /v1/platform/collections: what operators have put together of the global catalogue.

use crate::collection_view::CollectionView;
use catalog_model::collections;
use lambda::{Audience, Call, Handler, Listing, Method, Problem, Reply, Route, Table::QueryIndex};

pub(crate) fn handler() -> Handler {
    Route::new("list-collections", Method::Get, "/v1/platform/collections", "List the collections of the global catalogue by title")
        .audience(Audience::Operator)
        .paged()
        .reversible()
        .member(handle)
        .table(&[QueryIndex])
}

async fn handle(call: Call<()>) -> Result<Reply<Listing<CollectionView>>, Problem> {
    call.registry()?;
    let listed = collections::list_collections(&call.tenant, &call.page()?).await?;
    let items = listed.items.iter().map(|collection| CollectionView::from(&collection.value)).collect();
    Ok(Reply::ok(Listing { items, next: listed.next }))
}
