//! Collections of the global catalogue, as operators and workspaces see them.

use catalog_model::{
    collections::{Collection, MOST_COURSES},
    course::CourseState,
    global,
    ids::{CollectionId, CourseId},
};
use lambda::Problem;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use table::{Record, Tenant};
use trellis_core::title::Title;

trellis_core::list!(
    /// Courses of the global catalogue.
    #[derive(Debug, Clone, Default)]
    pub(crate) CollectionCourses(BTreeSet<CourseId>), 0..=MOST_COURSES
);

/// A collection, as operators see it.
#[derive(Debug, Serialize, Deserialize, utoipa::ToSchema)]
pub(crate) struct CollectionView {
    collection_id: CollectionId,
    title: Title,
    summary: String,
    courses: BTreeSet<CourseId>,
}

impl From<&Collection> for CollectionView {
    fn from(collection: &Collection) -> Self {
        let Collection { id, title, summary, courses } = collection.clone();
        Self { collection_id: id, title, summary, courses }
    }
}

/// A collection in a list, as workspaces see it.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct GlobalCollection {
    collection_id: CollectionId,
    title: Title,
    summary: String,
    /// How many courses it has.
    course_count: usize,
    /// Whether the workspace takes its courses, also those that are added later.
    is_subscribed: bool,
}

/// A collection with its courses, as workspaces see it.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct GlobalCollectionDetail {
    #[serde(flatten)]
    pub(crate) collection: GlobalCollection,
    pub(crate) courses: Vec<CollectedCourse>,
}

/// A course of a collection that is offered.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct CollectedCourse {
    pub(crate) course_id: CourseId,
    pub(crate) title: Title,
    /// How the course stands in this workspace; absent where it does not subscribe.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub(crate) subscription: Option<CourseState>,
}

impl GlobalCollection {
    pub(crate) fn new(collection: &Collection, is_subscribed: bool) -> Self {
        Self {
            collection_id: collection.id,
            title: collection.title.clone(),
            summary: collection.summary.clone(),
            course_count: collection.courses.len(),
            is_subscribed,
        }
    }
}

/// Fails unless each of these courses that a collection did not have before is offered.
pub(crate) async fn check_offered(
    tenant: &Tenant,
    before: Option<&Record<Collection>>,
    courses: &BTreeSet<CourseId>,
) -> Result<(), Problem> {
    let known = before.map(|before| &before.value.courses);
    let added: BTreeSet<CourseId> = courses.iter().filter(|id| known.is_none_or(|known| !known.contains(id))).copied().collect();
    let offered = global::courses(tenant, &added).await?;
    let is_offered = |id: &CourseId| offered.iter().any(|course| course.value.id == *id && !course.value.is_withdrawn);
    match added.iter().find(|id| !is_offered(id)) {
        Some(missing) => Err(Problem::rule("courses", format!("course {missing} is not in the global catalogue; offer it first"))),
        None => Ok(()),
    }
}
