//! GET /v1/admin/global-collections: what operators have put together, for those who may subscribe.

use crate::collection_view::GlobalCollection;
use catalog_model::collections;
use lambda::{
    Audience, Call, Handler, Listing, Method, Problem, Reply, Route,
    Table::{BatchGetItem, QueryIndex},
};
use trellis_core::api_scope::ApiScope;

pub(crate) fn handler() -> Handler {
    Route::new("list-global-collections", Method::Get, "/v1/admin/global-collections", "List the collections of the global catalogue")
        .audience(Audience::Author)
        .scope(ApiScope::CoursesRead)
        .paged()
        .reversible()
        .member(handle)
        .table(&[BatchGetItem, QueryIndex])
}

async fn handle(call: Call<()>) -> Result<Reply<Listing<GlobalCollection>>, Problem> {
    let listed = collections::list_collections(&call.tenant, &call.page()?).await?;
    let own = collections::subscribed(&call.tenant, &listed.items.iter().map(|collection| collection.value.id).collect()).await?;
    let items = listed.items.iter().map(|collection| GlobalCollection::new(&collection.value, own.contains(&collection.value.id)));
    Ok(Reply::ok(Listing { items: items.collect(), next: listed.next }))
}
