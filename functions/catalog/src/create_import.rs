//! POST /v1/admin/imports: announces an archive and answers where to put it.

use domain::ids::{CourseId, ImportId};
use lambda::{App, Audience, Call, Handler, Method, Problem, Reply, Route};
use serde::{Deserialize, Serialize};
use std::{collections::BTreeMap, time::Duration};
use store::imports::{Import, ImportKind, ImportState};

/// Bytes of the largest archive.
const LARGEST: u64 = 200 * 1024 * 1024;
const VALID: Duration = Duration::from_secs(3600);

/// The form of an archive.
#[derive(Debug, Clone, Copy, Deserialize, utoipa::ToSchema)]
enum ArchiveKind {
    /// An mdBook, packed as zip.
    #[serde(rename = "mdbook")]
    MdBook,
}

#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct NewImport {
    kind: ArchiveKind,
    file_name: String,
    /// Exactly how many bytes will be put.
    size: u64,
}

#[derive(Debug, Serialize, utoipa::ToSchema)]
struct ImportAnnounced {
    import_id: ImportId,
    upload: Upload,
}

/// The request that puts the archive: send it exactly so, within an hour.
#[derive(Debug, Serialize, utoipa::ToSchema)]
struct Upload {
    method: String,
    url: String,
    headers: BTreeMap<String, String>,
}

pub(crate) fn handler() -> Handler {
    Route::new("create-import", Method::Post, "/v1/admin/imports", "Announce an archive to import")
        .audience(Audience::Author)
        .idempotent()
        .succeeds_with(&[201])
        .member(handle)
}

/// Where an import's archive lies.
pub(crate) fn archive_path(import: ImportId) -> String {
    format!("imports/{import}/archive.zip")
}

async fn handle(app: App, call: Call<NewImport>) -> Result<Reply<ImportAnnounced>, Problem> {
    let (attempt, scope, store, now) = (call.attempt()?, &call.caller.scope, app.store(), app.now());
    let (id, requested_by) = (ImportId::random(), call.caller.member()?);
    let act = call.act("import.requested", format!("import/{id}"));
    let NewImport { kind: ArchiveKind::MdBook, file_name, size } = call.request.body;
    if size == 0 || size > LARGEST {
        return Err(Problem::rule("size", format!("an archive may have 1 to {LARGEST} bytes")));
    }
    if file_name.is_empty() || file_name.chars().count() > 255 || file_name.chars().any(char::is_control) {
        return Err(Problem::rule("file_name", "expected the name of a file, at most 255 characters"));
    }
    let import = Import {
        id,
        kind: ImportKind::MdBook,
        file_name,
        size,
        state: ImportState::Waiting,
        done: 0,
        total: 0,
        warnings: Vec::new(),
        warning_count: 0,
        course_id: CourseId::random(),
        reason: None,
        requested_by,
    };
    let act = act.made(&serde_json::json!({ "file_name": import.file_name, "size": import.size }));
    let (id, _) = store.create_import(scope, import, attempt.as_ref(), &act, now).await?;
    let signed = app.files()?.sign_upload(scope, &archive_path(id), size, "application/zip", VALID).await?;
    let upload = Upload { method: signed.method, url: signed.url, headers: signed.headers };
    Ok(Reply::created(ImportAnnounced { import_id: id, upload }))
}
