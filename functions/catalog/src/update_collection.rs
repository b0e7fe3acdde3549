//! PATCH /v1/platform/collections/{collection_id}: workspaces that subscribe take what is added.

use crate::{
    collection_view::{CollectionCourses, CollectionView, check_offered},
    draft::Summary,
};
use catalog_model::collections;
use lambda::{
    Audience, Call, Grant, Handler, Method, Problem, Reply, Route,
    Table::{BatchGetItem, GetItem, PutItem},
};
use serde::Deserialize;
use trellis_core::title::Title;

#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct CollectionChange {
    title: Option<Title>,
    summary: Option<Summary>,
    /// All of them.
    courses: Option<CollectionCourses>,
}

pub(crate) fn handler() -> Handler {
    let path = "/v1/platform/collections/{collection_id}";
    Route::new("update-collection", Method::Patch, path, "Update a collection of the global catalogue")
        .audience(Audience::Operator)
        .versioned()
        .member(handle)
        .table(&[BatchGetItem, GetItem, PutItem])
        .granted([Grant::global(&["dynamodb:PutItem"])])
        .example(r#"{"title": "Safety at work"}"#)
}

async fn handle(call: Call<CollectionChange>) -> Result<Reply<CollectionView>, Problem> {
    let (operators, id) = (call.registry()?, call.request.path("collection_id", "collection")?);
    let expected = call.request.if_match()?;
    let before = collections::collection(&call.tenant, id).await?.ok_or_else(|| Problem::not_found("collection"))?;
    before.expect(expected)?;
    let CollectionChange { title, summary, courses } = call.request.body.clone();
    let mut after = before.clone();
    after.value.title = title.unwrap_or(after.value.title);
    after.value.summary = summary.map_or(after.value.summary, String::from);
    if let Some(CollectionCourses(courses)) = courses {
        check_offered(&call.tenant, Some(&before), &courses).await?;
        after.value.courses = courses;
    }
    let act = call.act("collection.updated", format!("collection/{id}"));
    let act = act.change(&CollectionView::from(&before.value), &CollectionView::from(&after.value));
    let after = collections::update_collection(&call.tenant, &operators, after, &act).await.map_err(Problem::of_update)?;
    Ok(Reply::ok(CollectionView::from(&after.value)).etag(after.version))
}
