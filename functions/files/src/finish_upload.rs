//! POST /v1/admin/files/{digest}/completion: all parts are there. Again changes nothing.

use crate::{
    file_view::FileView,
    needs::{BUCKET, BUCKET_NAME, UPLOADS},
};
use files_model::{
    digest::Digest,
    file::{File, FileState},
    files,
};
use lambda::{
    Audience, Call, Handler, Method, Problem, Reply, Route,
    Table::{GetItem, PutItem},
    services::{Files, Part, Scan, UploadError, Uploads, whole},
};
use table::{Record, TableError};

pub(crate) fn handler() -> Handler {
    Route::new("finish-upload", Method::Post, "/v1/admin/files/{digest}/completion", "Finish the upload of a file")
        .audience(Audience::Author)
        // Nobody gets in by a file.
        .keeps_access()
        .refuses(&[409, 422])
        .member(handle)
        .table(&[GetItem, PutItem])
        .may(&["s3:GetObject", "s3:GetObjectTagging", "s3:ListMultipartUploadParts", "s3:PutObject"], &[UPLOADS])
        // Without a condition on the prefix, which a read does not have: then S3 says 404 of a missing file, and not 403.
        .may(&["s3:ListBucket"], &[BUCKET])
        .settings(&[BUCKET_NAME])
        // Gigabytes are put together.
        .timeout(29)
}

async fn handle(call: Call<()>) -> Result<Reply<FileView>, Problem> {
    let digest: Digest = call.request.path("digest", "file")?;
    let mut stored = files::file(&call.tenant, digest).await?.ok_or_else(|| Problem::not_found("file"))?;
    if let FileState::Uploading { upload } = &stored.value.progress {
        let uploads = call.app.service::<Uploads>()?;
        let key = Files::upload_key(call.tenant.scope(), digest);
        let completed = match uploads.parts(&key, upload).await {
            Ok(parts) => {
                check(&stored.value, &parts)?;
                uploads.complete(&key, upload, &parts).await
            }
            Err(error) => Err(error),
        };
        match completed {
            Ok(()) => {}
            // An earlier call has done it, and did not come to its end.
            Err(UploadError::Gone) if uploads.scan(&key).await? != Scan::Missing => {}
            Err(UploadError::Gone) => return Err(Problem::rule("parts", "this upload has ended; begin with it anew")),
            Err(error) => return Err(error.into()),
        }
        stored = checking(&call, stored).await?;
    }
    let view = FileView::from(&stored.value);
    Ok(Reply::ok(view.addressed(&*call.app.service::<Files>()?, call.tenant.scope()).await?))
}

/// Notes that a file has arrived. The scanner may have been faster.
async fn checking(call: &Call<()>, stored: Record<File>) -> Result<Record<File>, Problem> {
    let File { digest, file_name, size, kind, .. } = &stored.value;
    let act = call.act("file.uploaded", format!("file/{digest}"));
    let act = act.made(&serde_json::json!({ "file_name": file_name, "size": size, "kind": kind }));
    let digest = *digest;
    let file = File { progress: FileState::Checking, ..stored.value.clone() };
    match files::put_file(&call.tenant, Record { value: file, ..stored }, Some(&act)).await {
        Ok(stored) => Ok(stored),
        Err(TableError::Conflict) => {
            call.tenant.record(&act).await?;
            files::file(&call.tenant, digest).await?.ok_or_else(|| Problem::not_found("file"))
        }
        Err(error) => Err(error.into()),
    }
}

/// Whether these are all parts, and make the file.
fn check(file: &File, parts: &[Part]) -> Result<(), Problem> {
    let arrived = |number: u64| parts.iter().any(|part| part.number == number && Some(part.size) == file.part_size(number));
    let missing: Vec<String> = (1..=file.parts()).filter(|number| !arrived(*number)).map(|number| number.to_string()).collect();
    if !missing.is_empty() {
        let shown = missing.get(..missing.len().min(10)).unwrap_or_default().join(", ");
        return Err(Problem::rule("parts", format!("{} of {} parts are missing: {shown}", missing.len(), file.parts())));
    }
    if whole(parts.iter().map(|part| &part.sha256)) == *file.digest.as_bytes() {
        return Ok(());
    }
    Err(Problem::rule("digest", "the parts that have arrived are those of another file; send them again"))
}
