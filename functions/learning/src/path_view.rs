//! Paths that a member takes, as they see them.

use catalog_model::{access::behind_open_doors, ids::PathId, paths::Path};
use lambda::{Call, Problem};
use learning_model::paths::TakenPath;
use serde::Serialize;
use table::Record;
use trellis_core::title::Title;

/// A path that one takes. How far one is stands in the path itself.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct PathTaken {
    path_id: PathId,
    title: Title,
    /// How many courses it has, with those that one cannot see.
    courses: usize,
    /// RFC 3339.
    taken_at: String,
}

impl PathTaken {
    pub(crate) fn new(taken: &Record<TakenPath>, path: &Path) -> Self {
        Self { path_id: path.id, title: path.title.clone(), courses: path.steps().count(), taken_at: taken.created_at.to_string() }
    }
}

/// These paths, with `None` in the place of those that are not there for the caller.
pub(crate) async fn seen<B>(call: &Call<B>, paths: Vec<Record<Path>>) -> Result<Vec<Option<Record<Path>>>, Problem> {
    behind_open_doors(call, paths, |path| path.value.door()).await
}
