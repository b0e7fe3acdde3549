//! What an author sends of a path.

use catalog_model::{
    courses,
    paths::{Milestone, Path, Step},
};
use lambda::Problem;
use serde::Deserialize;
use std::collections::BTreeSet;
use table::Tenant;
use trellis_core::title::Title;

trellis_core::list!(
    /// Stretches of a path in order.
    #[derive(Debug, Clone, Default)]
    pub(crate) MilestoneDrafts(Vec<MilestoneDraft>), 0..=20
);
trellis_core::list!(
    /// Courses in order.
    #[derive(Debug, Clone)]
    pub(crate) Steps(Vec<Step>), 0..=50
);

/// A stretch of a path.
#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct MilestoneDraft {
    title: Title,
    courses: Steps,
}

impl From<MilestoneDrafts> for Vec<Milestone> {
    fn from(MilestoneDrafts(drafts): MilestoneDrafts) -> Self {
        drafts.into_iter().map(|MilestoneDraft { title, courses }| Milestone { title, courses: courses.0 }).collect()
    }
}

/// Checks a path that an author has changed: it keeps its rules, and what stands in it now and did not before exists.
pub(crate) async fn check(tenant: &Tenant, before: Option<&Path>, path: &Path) -> Result<(), Problem> {
    path.check().map_err(|error| Problem::rule("milestones", error.to_string()))?;
    let known: BTreeSet<_> = before.iter().flat_map(|before| before.steps()).map(|step| step.course_id).collect();
    let new: BTreeSet<_> = path.steps().map(|step| step.course_id).filter(|course| !known.contains(course)).collect();
    let found: BTreeSet<_> = courses::courses_of(tenant, &new).await?.into_iter().map(|course| course.value.id).collect();
    match new.difference(&found).next() {
        Some(missing) => Err(Problem::rule("milestones", format!("there is no course {missing}"))),
        None => Ok(()),
    }
}
