//! POST /v1/platform/collections: operators put courses of the global catalogue together.

use crate::{
    collection_view::{CollectionCourses, CollectionView, check_offered},
    draft::Summary,
};
use catalog_model::{
    collections::{self, Collection},
    ids::CollectionId,
};
use lambda::{
    Audience, Call, Grant, Handler, Method, Problem, Reply, Route,
    Table::{BatchGetItem, GetItem, PutItem},
};
use serde::Deserialize;
use trellis_core::title::Title;

#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct NewCollection {
    title: Title,
    summary: Option<Summary>,
    #[serde(default)]
    courses: CollectionCourses,
}

pub(crate) fn handler() -> Handler {
    Route::new("create-collection", Method::Post, "/v1/platform/collections", "Create a collection of the global catalogue")
        .audience(Audience::Operator)
        .idempotent()
        .succeeds_with(&[201])
        .member(handle)
        .table(&[BatchGetItem, GetItem, PutItem])
        .granted([Grant::global(&["dynamodb:PutItem"])])
        .example(r#"{"title": "Safety", "courses": []}"#)
}

async fn handle(call: Call<NewCollection>) -> Result<Reply<CollectionView>, Problem> {
    let (operators, attempt) = (call.registry()?, call.attempt()?);
    let NewCollection { title, summary, courses: CollectionCourses(courses) } = call.request.body.clone();
    check_offered(&call.tenant, None, &courses).await?;
    let id = CollectionId::random();
    let collection = Collection { id, title, summary: summary.map(String::from).unwrap_or_default(), courses };
    let act = call.act("collection.created", format!("collection/{id}")).made(&CollectionView::from(&collection));
    let id = collections::create_collection(&call.tenant, &operators, collection, attempt.as_ref(), &act).await?;
    let collection = collections::collection(&call.tenant, id).await?.ok_or_else(|| Problem::not_found("collection"))?;
    Ok(Reply::created(CollectionView::from(&collection.value)).etag(collection.version))
}
