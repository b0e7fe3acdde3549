//! POST /v1/admin/imports: announces an archive and answers where to put it.

use crate::{
    course_archive::ARCHIVE_BYTES,
    needs::{ARCHIVES, BUCKET_NAME},
    standing::foreign,
};
use catalog_model::{
    courses,
    ids::{CourseId, ImportId},
    imports::{self, Import, ImportKind, ImportState},
};
use files_model::file::FileName;
use lambda::{
    Audience, Call, Handler, Method, Problem, Reply, Route,
    Table::{GetItem, PutItem},
    services::Files,
};
use serde::{Deserialize, Serialize};
use std::{collections::BTreeMap, time::Duration};

const VALID: Duration = Duration::from_secs(3600);

/// Bytes of a book's archive.
const BOOK_BYTES: u64 = 200 * 1024 * 1024;

trellis_core::number!(
    /// Exactly how many bytes will be uploaded: at most 2 GiB, and 200 MiB of a book.
    ArchiveSize(u64), 1..=ARCHIVE_BYTES
);

/// The form of an archive.
#[derive(Debug, Clone, Copy, Deserialize, utoipa::ToSchema)]
enum ArchiveKind {
    /// An mdBook, packed as zip.
    #[serde(rename = "mdbook")]
    MdBook,
    /// What Trellis has made of a course, in this workspace or in another. It always becomes a new draft.
    #[serde(rename = "trellis")]
    Trellis,
}

#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct NewImport {
    kind: ArchiveKind,
    file_name: FileName,
    size: ArchiveSize,
    /// A course that the archive is the next edition of: lessons from the same pages stay the same lessons, with their learners'
    /// progress. It must not be changed until the import is done. Left out, the archive becomes a new draft.
    course_id: Option<CourseId>,
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
    Route::new("create-import", Method::Post, "/v1/admin/imports", "Create an import and get an upload address")
        .audience(Audience::Author)
        .idempotent()
        .succeeds_with(&[201])
        .refuses(&[404])
        .member(handle)
        .table(&[GetItem, PutItem])
        .may(&["s3:PutObject"], &[ARCHIVES])
        .settings(&[BUCKET_NAME])
        .example(r#"{"kind": "mdbook", "file_name": "course.zip", "size": 12345}"#)
}

/// Where an import's archive lies.
pub(crate) fn archive_path(import: ImportId) -> String {
    format!("imports/{import}/archive.zip")
}

async fn handle(call: Call<NewImport>) -> Result<Reply<ImportAnnounced>, Problem> {
    let (attempt, scope) = (call.attempt()?, &call.caller.scope);
    let (id, requested_by) = (ImportId::random(), call.caller.member()?);
    let act = call.act("import.requested", format!("import/{id}"));
    let NewImport { kind, file_name, size, course_id } = call.request.body;
    let size = size.get();
    let kind = match kind {
        ArchiveKind::MdBook if size > BOOK_BYTES => {
            return Err(Problem::rule("size", format!("a book's archive may have at most {} MiB", BOOK_BYTES >> 20)));
        }
        ArchiveKind::MdBook => ImportKind::MdBook,
        ArchiveKind::Trellis if course_id.is_some() => {
            return Err(Problem::rule("course_id", "an archive of Trellis always becomes a new course; leave this out"));
        }
        ArchiveKind::Trellis => ImportKind::Trellis,
    };
    let updates = match course_id {
        Some(course) => {
            let course = courses::course_to_change(&call.tenant, course).await?.ok_or_else(|| Problem::not_found("course"))?;
            if course.value.global.is_some() {
                return Err(foreign("course_id"));
            }
            Some(course.version)
        }
        None => None,
    };
    let import = Import {
        id,
        kind,
        file_name: file_name.into(),
        size,
        state: ImportState::Waiting,
        done: 0,
        total: 0,
        warnings: Vec::new(),
        warning_count: 0,
        course_id: course_id.unwrap_or_else(CourseId::random),
        updates,
        replaced: None,
        keeps_replaced: false,
        copies: None,
        title: None,
        reason: None,
        requested_by,
    };
    let act =
        act.made(&serde_json::json!({ "kind": import.kind, "file_name": import.file_name, "size": import.size, "course_id": course_id }));
    let (id, _) = imports::create_import(&call.tenant, import, attempt.as_ref(), &act).await?;
    let signed = call.app.service::<Files>()?.sign_upload(scope, &archive_path(id), size, "application/zip", VALID).await?;
    let upload = Upload { method: signed.method, url: signed.url, headers: signed.headers };
    Ok(Reply::created(ImportAnnounced { import_id: id, upload }))
}
