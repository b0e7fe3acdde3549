//! An import as its authors see it.

use catalog_model::{
    ids::{CourseId, ImportId},
    imports::{Import, ImportKind, ImportState},
};
use jiff::Timestamp;
use serde::Serialize;
use table::Record;

/// An import in a list.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct ImportSummary {
    import_id: ImportId,
    kind: ImportKind,
    /// Of a copy, the title that it gets.
    file_name: String,
    state: State,
    progress: ImportProgress,
    warning_count: u32,
    /// The course that came of it as a draft, or that it updates.
    #[serde(skip_serializing_if = "Option::is_none")]
    course_id: Option<CourseId>,
    /// Whether it brings a new edition to a course that was there before.
    updates_course: bool,
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
}

/// `waiting` for its archive, `queued` behind other imports of the workspace, `running`, `done` or `failed`.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
enum State {
    Waiting,
    Queued,
    Running,
    Done,
    Failed,
}

impl From<ImportState> for State {
    fn from(state: ImportState) -> Self {
        match state {
            ImportState::Waiting => Self::Waiting,
            ImportState::Queued => Self::Queued,
            ImportState::Running => Self::Running,
            ImportState::Done => Self::Done,
            ImportState::Failed => Self::Failed,
        }
    }
}

/// Lessons and pictures that are stored.
#[derive(Debug, Serialize, utoipa::ToSchema)]
struct ImportProgress {
    done: u32,
    total: u32,
}

impl From<&Record<Import>> for ImportSummary {
    fn from(record: &Record<Import>) -> Self {
        let import = &record.value;
        Self {
            import_id: import.id,
            kind: import.kind,
            file_name: import.file_name.clone(),
            state: import.state.into(),
            progress: ImportProgress { done: import.done, total: import.total },
            warning_count: import.warning_count,
            course_id: import.made_course(),
            updates_course: import.updates.is_some(),
            created_at: record.created_at,
        }
    }
}
