//! GET /v1/admin/imports: imports, newest first.

use crate::get_import::{ImportProgress, State};
use domain::ids::{CourseId, ImportId};
use jiff::Timestamp;
use lambda::{App, Audience, Call, Handler, Listing, Method, Problem, Reply, Route};
use serde::Serialize;
use store::{Record, imports::Import};

/// An import in a list.
#[derive(Debug, Serialize, utoipa::ToSchema)]
struct ImportSummary {
    import_id: ImportId,
    file_name: String,
    state: State,
    progress: ImportProgress,
    warning_count: u32,
    /// The course that came of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    course_id: Option<CourseId>,
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
}

impl From<Record<Import>> for ImportSummary {
    fn from(record: Record<Import>) -> Self {
        let import = record.value;
        Self {
            import_id: import.id,
            state: import.state.into(),
            progress: ImportProgress { done: import.done, total: import.total },
            warning_count: import.warning_count,
            course_id: import.made_course(),
            file_name: import.file_name,
            created_at: record.created_at,
        }
    }
}

pub(crate) fn handler() -> Handler {
    Route::new("list-imports", Method::Get, "/v1/admin/imports", "Imports, newest first")
        .audience(Audience::Author)
        .paged()
        .reversible()
        .member(handle)
}

async fn handle(app: App, call: Call<()>) -> Result<Reply<Listing<ImportSummary>>, Problem> {
    let listed = app.store().list_imports(&call.caller.scope, &call.request.page()?).await?;
    Ok(Reply::ok(Listing { items: listed.items.into_iter().map(ImportSummary::from).collect(), next: listed.next }))
}
