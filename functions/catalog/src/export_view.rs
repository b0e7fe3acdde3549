//! An export as its author sees it.

use catalog_model::{
    exports::{Export, ExportState},
    ids::{CourseId, ExportId},
};
use jiff::Timestamp;
use lambda::{App, Problem, WorkspaceScope, services::Files};
use serde::Serialize;
use std::time::Duration;
use table::Record;

/// How long the address of an archive works.
const VALID: Duration = Duration::from_secs(3600);

/// An archive that is made of a course, and kept for seven days: `queued` behind other exports of the workspace, `running`, `done` or
/// `failed`.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct CourseExport {
    export_id: ExportId,
    course_id: CourseId,
    state: ExportState,
    /// Lessons and files that are in the archive.
    done: u32,
    total: u32,
    /// Why it failed.
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
    /// The name under which the archive is saved, once it is there.
    #[serde(skip_serializing_if = "Option::is_none")]
    file_name: Option<String>,
    /// Bytes of the archive, once it is there.
    #[serde(skip_serializing_if = "Option::is_none")]
    size: Option<u64>,
    /// Where the archive can be saved from for an hour, once it is there.
    #[serde(skip_serializing_if = "Option::is_none")]
    address: Option<String>,
    #[schema(value_type = String, format = DateTime)]
    requested_at: Timestamp,
}

impl From<Record<Export>> for CourseExport {
    fn from(record: Record<Export>) -> Self {
        let Export { id, course_id, state, done, total, file_name, size, reason, requested_by: _ } = record.value;
        let file_name = (state == ExportState::Done).then_some(file_name);
        Self { export_id: id, course_id, state, done, total, reason, file_name, size, address: None, requested_at: record.created_at }
    }
}

impl CourseExport {
    /// The same, with the address of an archive that is there.
    pub(crate) async fn addressed(self, app: &App, scope: &WorkspaceScope) -> Result<Self, Problem> {
        let Some(name) = &self.file_name else { return Ok(self) };
        let address = app.service::<Files>()?.sign_export(scope, self.export_id, name, VALID).await?;
        Ok(Self { address: Some(address), ..self })
    }
}
