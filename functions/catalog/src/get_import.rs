//! GET /v1/admin/imports/{import_id}: how far an import is.

use crate::import_view::ImportSummary;
use catalog_model::imports::{self, ImportWarning};
use lambda::{Audience, Call, Handler, Method, Problem, Reply, Route, Table::GetItem};
use serde::Serialize;

#[derive(Debug, Serialize, utoipa::ToSchema)]
struct ImportStatus {
    #[serde(flatten)]
    summary: ImportSummary,
    /// At most 500 of them.
    warnings: Vec<WarningView>,
    /// Why it failed.
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
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
    Route::new("get-import", Method::Get, "/v1/admin/imports/{import_id}", "Get the progress of an import")
        .audience(Audience::Author)
        .member(handle)
        .table(&[GetItem])
}

async fn handle(call: Call<()>) -> Result<Reply<ImportStatus>, Problem> {
    let id = call.request.path("import_id", "import")?;
    let import = imports::import(&call.tenant, id).await?.ok_or_else(|| Problem::not_found("import"))?;
    let warning = |ImportWarning { kind, file, line, message }| WarningView { kind, file, line, message };
    Ok(Reply::ok(ImportStatus {
        summary: ImportSummary::from(&import),
        warnings: import.value.warnings.into_iter().map(warning).collect(),
        reason: import.value.reason,
    }))
}
