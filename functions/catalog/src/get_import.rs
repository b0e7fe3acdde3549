//! GET /v1/admin/imports/{import_id}: how far an import is.

use domain::ids::{CourseId, ImportId};
use lambda::{App, Audience, Call, Handler, Method, Problem, Reply, Route};
use serde::Serialize;
use store::imports::{ImportState, ImportWarning};

#[derive(Debug, Serialize, utoipa::ToSchema)]
struct ImportStatus {
    import_id: ImportId,
    state: State,
    progress: ImportProgress,
    /// At most 500 of them.
    warnings: Vec<WarningView>,
    warning_count: u32,
    /// The course that came of it, as a draft.
    #[serde(skip_serializing_if = "Option::is_none")]
    course_id: Option<CourseId>,
    /// Why it failed.
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
}

/// `waiting` for its archive, `running`, `done` or `failed`.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum State {
    Waiting,
    Running,
    Done,
    Failed,
}

impl From<ImportState> for State {
    fn from(state: ImportState) -> Self {
        match state {
            ImportState::Waiting => Self::Waiting,
            ImportState::Running => Self::Running,
            ImportState::Done => Self::Done,
            ImportState::Failed => Self::Failed,
        }
    }
}

/// Lessons and pictures that are stored.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct ImportProgress {
    pub(crate) done: u32,
    pub(crate) total: u32,
}

/// Something to look at; the import went on.
#[derive(Debug, Serialize, utoipa::ToSchema)]
struct WarningView {
    /// What it is about, such as `unresolved_include`.
    kind: String,
    file: String,
    /// From 1; 0 where the whole file is meant.
    line: u32,
    message: String,
}

pub(crate) fn handler() -> Handler {
    Route::new("get-import", Method::Get, "/v1/admin/imports/{import_id}", "How far an import is").audience(Audience::Author).member(handle)
}

async fn handle(app: App, call: Call<()>) -> Result<Reply<ImportStatus>, Problem> {
    let id = call.request.path("import_id", "import")?;
    let import = app.store().import(&call.caller.scope, id).await?.ok_or_else(|| Problem::not_found("import"))?.value;
    let warning = |ImportWarning { kind, file, line, message }| WarningView { kind, file, line, message };
    Ok(Reply::ok(ImportStatus {
        import_id: id,
        course_id: import.made_course(),
        state: import.state.into(),
        progress: ImportProgress { done: import.done, total: import.total },
        warnings: import.warnings.into_iter().map(warning).collect(),
        warning_count: import.warning_count,
        reason: import.reason,
    }))
}
