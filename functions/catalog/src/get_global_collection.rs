//! GET /v1/admin/global-collections/{collection_id}: a collection with its courses, for those who may subscribe.

use crate::collection_view::{CollectedCourse, GlobalCollection, GlobalCollectionDetail};
use catalog_model::{
    collections::{self, Collection},
    global,
    subscriptions::subscriptions,
};
use lambda::{
    Audience, Call, Handler, Method, Problem, Reply, Route,
    Table::{BatchGetItem, GetItem},
};
use std::collections::BTreeMap;
use trellis_core::{api_scope::ApiScope, folding::order_key};

pub(crate) fn handler() -> Handler {
    let path = "/v1/admin/global-collections/{collection_id}";
    Route::new("get-global-collection", Method::Get, path, "Get a collection of the global catalogue with its courses")
        .audience(Audience::Author)
        .scope(ApiScope::CoursesRead)
        .member(handle)
        .table(&[BatchGetItem, GetItem])
}

async fn handle(call: Call<()>) -> Result<Reply<GlobalCollectionDetail>, Problem> {
    let id = call.request.path("collection_id", "collection")?;
    let collection = collections::collection(&call.tenant, id).await?.ok_or_else(|| Problem::not_found("collection"))?;
    let own = collections::subscribed(&call.tenant, &[id].into()).await?;
    let courses = courses(&call, &collection.value).await?;
    Ok(Reply::ok(GlobalCollectionDetail { collection: GlobalCollection::new(&collection.value, own.contains(&id)), courses }))
}

/// Those that are offered, by title.
async fn courses(call: &Call<()>, collection: &Collection) -> Result<Vec<CollectedCourse>, Problem> {
    let own: BTreeMap<_, _> = subscriptions(&call.tenant, &collection.courses).await?.into_iter().collect();
    let mut found = global::courses(&call.tenant, &collection.courses).await?;
    found.retain(|course| !course.value.is_withdrawn);
    found.sort_by_cached_key(|course| order_key(course.value.title.as_str()));
    let shown = found.into_iter().map(|course| CollectedCourse {
        course_id: course.value.id,
        subscription: own.get(&course.value.id).copied(),
        title: course.value.title,
    });
    Ok(shown.collect())
}
