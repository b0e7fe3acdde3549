//! PUT /v1/admin/files/{digest}: an upload is begun or taken up again; or the file is there already.

use crate::{
    file_view::FileView,
    needs::{BUCKET, BUCKET_NAME, UPLOADS},
    settlement::settle,
};
use files_model::{
    digest::Digest,
    file::{File, FileKind, FileName, FileSize, FileState},
    files,
};
use lambda::{
    Audience, Call, Handler, Method, Problem, Reply, Route,
    Table::{GetItem, PutItem},
    services::{Files, Scan, UploadError, Uploads},
};
use serde::Deserialize;
use table::Record;

const TRIES: u32 = 4;

#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct NewFile {
    file_name: FileName,
    size: FileSize,
    kind: FileKind,
}

pub(crate) fn handler() -> Handler {
    let summary = "Begin to upload a file, or go on with it";
    Route::new("begin-upload", Method::Put, "/v1/admin/files/{digest}", summary)
        .audience(Audience::Author)
        // Nobody gets in by a file.
        .keeps_access()
        .member(handle)
        .table(&[GetItem, PutItem])
        .may(
            &[
                "s3:AbortMultipartUpload",
                "s3:DeleteObject",
                "s3:GetObject",
                "s3:GetObjectTagging",
                "s3:ListMultipartUploadParts",
                "s3:PutObject",
            ],
            &[UPLOADS],
        )
        // Without a condition on the prefix, which a read does not have: then S3 says 404 of a missing file, and not 403.
        .may(&["s3:ListBucket"], &[BUCKET])
        .settings(&[BUCKET_NAME])
        .example(r#"{"file_name": "induction.mp4", "size": 2147483648, "kind": "video"}"#)
}

async fn handle(call: Call<NewFile>) -> Result<Reply<FileView>, Problem> {
    let digest: Digest = call.request.path("digest", "file")?;
    let asked = &call.request.body;
    if asked.size.get() > asked.kind.limit() {
        let (most, kind) = (asked.kind.limit() / 1024 / 1024, asked.kind.wanted());
        return Err(Problem::rule("size", format!("{kind} may have at most {most} MiB")));
    }
    // Others who upload the same file at the same time have changed it: how far they are is gone on with.
    for _ in 1..TRIES {
        match go_on(&call, digest).await {
            Err(problem) if problem.is_conflict() => {}
            answer => return answer,
        }
    }
    go_on(&call, digest).await
}

/// Begins, or goes on with what was begun.
async fn go_on(call: &Call<NewFile>, digest: Digest) -> Result<Reply<FileView>, Problem> {
    let asked = &call.request.body;
    let Some(mut stored) = files::file(&call.tenant, digest).await? else { return begin(call, digest, None).await };
    // It is this author's as well from now on, whatever becomes of the import that brings it.
    if stored.value.held_by.take().is_some() {
        stored = files::put_file(&call.tenant, stored, None).await?;
    }
    match &stored.value.progress {
        FileState::Uploading { upload } => {
            match call.app.service::<Uploads>()?.parts(&Files::upload_key(call.tenant.scope(), digest), upload).await {
                Ok(parts) if (stored.value.size, stored.value.kind) == (asked.size.get(), asked.kind) => {
                    Ok(Reply::ok(FileView::from(&stored.value).with_parts(parts.iter().map(|part| part.number).collect())))
                }
                // Something else was said of it before.
                Ok(_) => {
                    call.app.service::<Uploads>()?.abort(&Files::upload_key(call.tenant.scope(), digest), upload).await?;
                    begin(call, digest, Some(stored)).await
                }
                Err(UploadError::Gone) => settled(call, stored).await,
                Err(error) => Err(error.into()),
            }
        }
        FileState::Checking => settled(call, stored).await,
        FileState::Ready { content_type, .. } if !content_type.fits(asked.kind) => {
            Err(Problem::rule("kind", format!("this file is {}, not {}", content_type.spoken(), asked.kind.wanted())))
        }
        // It was uploaded as a document; from now on it is a package as well.
        FileState::Ready { .. } if asked.kind == FileKind::Package && stored.value.kind != FileKind::Package => {
            stored.value.kind = FileKind::Package;
            let stored = files::settle_file(&call.tenant, stored, None).await?;
            Ok(Reply::ok(FileView::from(&stored.value)))
        }
        FileState::Ready { .. } => {
            if asked.kind == FileKind::Package {
                files::unpack_again(&call.tenant, digest).await?;
            }
            let view = FileView::from(&stored.value);
            Ok(Reply::ok(view.addressed(&*call.app.service::<Files>()?, call.tenant.scope()).await?))
        }
        FileState::Refused { .. } => begin(call, digest, Some(stored)).await,
    }
}

/// A file that may have arrived whole: what the scanner says of it, should its message have been lost. If there is none, it begins anew.
async fn settled(call: &Call<NewFile>, mut stored: Record<File>) -> Result<Reply<FileView>, Problem> {
    let (scope, digest) = (call.tenant.scope(), stored.value.digest);
    stored = match call.app.service::<Uploads>()?.scan(&Files::upload_key(scope, digest)).await? {
        Scan::Missing => return begin(call, digest, Some(stored)).await,
        Scan::Waiting if stored.value.progress == FileState::Checking => stored,
        Scan::Waiting => {
            stored.value.progress = FileState::Checking;
            files::put_file(&call.tenant, stored, None).await?
        }
        Scan::Done(verdict) => settle(&call.app, &call.tenant, stored, &verdict).await?,
    };
    Ok(Reply::ok(FileView::from(&stored.value).addressed(&*call.app.service::<Files>()?, scope).await?))
}

async fn begin(call: &Call<NewFile>, digest: Digest, before: Option<Record<File>>) -> Result<Reply<FileView>, Problem> {
    let NewFile { file_name, size, kind } = &call.request.body;
    let (uploads, key) = (call.app.service::<Uploads>()?, Files::upload_key(call.tenant.scope(), digest));
    // Ended by the bucket after two days, should nobody come to know of it.
    let upload = uploads.begin(&key).await?;
    let file = File {
        digest,
        file_name: file_name.clone(),
        size: size.get(),
        kind: *kind,
        progress: FileState::Uploading { upload: upload.clone() },
        uploaded_by: call.caller.member().ok(),
        held_by: None,
    };
    let record = match before {
        Some(before) => Record { value: file, ..before },
        None => Record::new(file, call.tenant.now()),
    };
    match files::put_file(&call.tenant, record, None).await {
        Ok(stored) => Ok(Reply::ok(FileView::from(&stored.value).with_parts(Vec::new()))),
        Err(error) => {
            uploads.abort(&key, &upload).await?;
            Err(error.into())
        }
    }
}
