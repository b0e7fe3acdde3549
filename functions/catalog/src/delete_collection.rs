//! DELETE /v1/platform/collections/{collection_id}: workspaces keep the courses that they have.

use crate::collection_view::CollectionView;
use catalog_model::collections;
use lambda::{
    Audience, Call, Grant, Handler, Method, Problem, Reply, Route,
    Table::{GetItem, PutItem},
};

pub(crate) fn handler() -> Handler {
    let path = "/v1/platform/collections/{collection_id}";
    Route::new("delete-collection", Method::Delete, path, "Delete a collection of the global catalogue")
        .audience(Audience::Operator)
        .versioned()
        .succeeds_with(&[204])
        .member(handle)
        .table(&[GetItem, PutItem])
        .granted([Grant::global(&["dynamodb:DeleteItem"])])
}

async fn handle(call: Call<()>) -> Result<Reply<()>, Problem> {
    let (operators, id) = (call.registry()?, call.request.path("collection_id", "collection")?);
    let expected = call.request.if_match()?;
    let collection = collections::collection(&call.tenant, id).await?.ok_or_else(|| Problem::not_found("collection"))?;
    collection.expect(expected)?;
    let act = call.act("collection.deleted", format!("collection/{id}")).removed(&CollectionView::from(&collection.value));
    collections::delete_collection(&call.tenant, &operators, &collection, &act).await.map_err(Problem::of_update)?;
    Ok(Reply::ok(()))
}
