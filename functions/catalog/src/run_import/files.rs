//! Uploaded files that an archive brings along. They go the way of every upload: in parts into the bucket, where nobody reads them before
//! they have been looked at. Until the import has come to its end they are its own, and go with it should it fail.

use super::{Stop, read};
use crate::course_archive::{ArchiveError, ArchivedFile, CourseArchive};
use catalog_model::{
    ids::ImportId,
    imports::{self, Import},
};
use files_model::{
    digest::Digest,
    file::{File, FileState, UsedFile},
    files,
};
use lambda::{
    App, FunctionError,
    services::{Files, Part, RemoteFile, Trouble, UploadError, UploadKey, Uploads, whole},
};
use std::{collections::BTreeMap, time::Duration};
use table::{Record, TableError, Tenant};
use tokio::sync::mpsc;

/// How long a worker waits until files have been looked at: the scanner takes seconds. The next delivery waits again.
const PATIENCE: Duration = Duration::from_secs(60);
/// Between two looks, at first and at most.
const PAUSES: [Duration; 2] = [Duration::from_millis(100), Duration::from_secs(4)];

const TAKEN_BACK: &str = "The import that brought this file has failed.";

/// Files that one request reads.
const AT_ONCE: usize = 100;

/// Brings a file into the bucket, unless the workspace has it. What has arrived of it before is not sent again.
pub(super) async fn bring(
    app: &App,
    tenant: &Tenant,
    import: &Import,
    (trouble, archive): (&Trouble, CourseArchive<RemoteFile>),
    wanted: &ArchivedFile,
) -> Result<CourseArchive<RemoteFile>, Stop> {
    let (uploads, key) = (app.service::<Uploads>()?, Files::upload_key(tenant.scope(), wanted.digest));
    let Some(begun) = begin(&uploads, tenant, import, &key, wanted).await? else { return Ok(archive) };
    let (send, mut parts) = mpsc::channel(1);
    let file = wanted.clone();
    let reading = read(trouble, archive, move |archive| archive.parts(&file, |part| send.blocking_send(part).is_ok()));
    let sending = async {
        let mut sent: Vec<Part> = Vec::new();
        while let Some(bytes) = parts.recv().await {
            let part = uploads.send_part(&key, &begun.upload, (sent.len() as u64 + 1, bytes), &begun.arrived).await;
            match part {
                Ok(part) => sent.push(part),
                Err(error) => {
                    parts.close();
                    return Err(error);
                }
            }
        }
        Ok(sent)
    };
    let (archive, sent) = tokio::join!(reading, sending);
    let sent = sent?;
    let is_it = |sent: &[Part]| whole(sent.iter().map(|part| &part.sha256)) == *wanted.digest.as_bytes();
    let archive = match archive {
        Ok((archive, ())) if is_it(&sent) => archive,
        Err(Stop::Platform(error)) => return Err(Stop::Platform(error)),
        // Nobody goes on with parts of something else.
        other => {
            uploads.abort(&key, &begun.upload).await?;
            return Err(other.err().unwrap_or_else(|| ArchiveError::OtherBytes(wanted.file_name.as_str().to_owned()).into()));
        }
    };
    uploads.complete(&key, &begun.upload, &sent).await?;
    let mut record = begun.record;
    record.value.progress = FileState::Checking;
    match files::put_file(tenant, record, None).await {
        // The scanner was faster.
        Ok(_) | Err(TableError::Conflict) => Ok(archive),
        Err(error) => Err(error.into()),
    }
}

struct Begun {
    record: Record<File>,
    upload: String,
    arrived: Vec<Part>,
}

/// Begins an upload or takes one up again; `None` where the file has arrived.
async fn begin(uploads: &Uploads, tenant: &Tenant, import: &Import, key: &UploadKey, wanted: &ArchivedFile) -> Result<Option<Begun>, Stop> {
    let stored = files::file(tenant, wanted.digest).await?;
    if let Some(record) = &stored {
        match &record.value.progress {
            FileState::Checking | FileState::Ready { .. } => {
                take_over(tenant, import, record).await?;
                return Ok(None);
            }
            FileState::Refused { .. } => {}
            // Somebody is sending it, and goes on with that, should this turn out to be something else.
            FileState::Uploading { .. } if !is_held(record, import) => {
                let mut record = record.clone();
                (record.value.size, record.value.kind) = (wanted.size.get(), wanted.kind);
                return Ok(Some(Begun { record, upload: uploads.begin(key).await?, arrived: Vec::new() }));
            }
            FileState::Uploading { upload } => match uploads.parts(key, upload).await {
                Ok(arrived) if (record.value.size, record.value.kind) == (wanted.size.get(), wanted.kind) => {
                    return Ok(Some(Begun { record: record.clone(), upload: upload.clone(), arrived }));
                }
                // Something else was said of it before.
                Ok(_) => uploads.abort(key, upload).await?,
                Err(UploadError::Gone) => {}
                Err(error) => return Err(error.into()),
            },
        }
    }
    let held_by = match &stored {
        // It was there before, and stays.
        Some(record) if record.value.held_by.is_none() => None,
        _ => {
            imports::note_file(tenant, import.id, wanted.digest).await?;
            Some(import.id.to_string())
        }
    };
    let upload = uploads.begin(key).await?;
    let file = File {
        digest: wanted.digest,
        file_name: wanted.file_name.clone(),
        size: wanted.size.get(),
        kind: wanted.kind,
        progress: FileState::Uploading { upload: upload.clone() },
        uploaded_by: Some(import.requested_by),
        held_by,
    };
    let record = match stored {
        Some(before) => Record { value: file, ..before },
        None => Record::new(file, tenant.now()),
    };
    let record = files::put_file(tenant, record, None).await?;
    Ok(Some(Begun { record, upload, arrived: Vec::new() }))
}

fn is_held(record: &Record<File>, import: &Import) -> bool {
    record.value.held_by.as_deref() == Some(&import.id.to_string())
}

/// What an import before this one has brought, which did not come to its end: a workspace has one at work.
async fn take_over(tenant: &Tenant, import: &Import, record: &Record<File>) -> Result<(), Stop> {
    if record.value.held_by.is_none() || is_held(record, import) {
        return Ok(());
    }
    imports::note_file(tenant, import.id, record.value.digest).await?;
    let held = File { held_by: Some(import.id.to_string()), ..record.value.clone() };
    match files::put_file(tenant, record.with(held), None).await {
        // Its author has uploaded it as well, or it was looked at: the next delivery sees which.
        Ok(_) | Err(TableError::Conflict) => Ok(()),
        Err(error) => Err(error.into()),
    }
}

/// The files, once all of them have been looked at and can be used.
pub(super) async fn looked_at(tenant: &Tenant, import: &Import, wanted: &[ArchivedFile]) -> Result<BTreeMap<Digest, UsedFile>, Stop> {
    let holder = import.id.to_string();
    let mut missing: Vec<Digest> = wanted.iter().map(|file| file.digest).collect();
    let (mut ready, mut waited, [mut pause, longest]) = (BTreeMap::new(), Duration::ZERO, PAUSES);
    loop {
        for digests in missing.chunks(AT_ONCE) {
            for (digest, file) in files::files(tenant, digests.iter().copied()).await? {
                if let FileState::Refused { reason } = &file.progress {
                    return Err(Stop::Archive(format!("{}: {reason}", file.file_name.as_str())));
                }
                if let Ok(used) = files::usable(&file, Some(&holder)) {
                    ready.insert(digest, used);
                }
            }
        }
        missing.retain(|digest| !ready.contains_key(digest));
        if missing.is_empty() {
            return Ok(ready);
        }
        if waited >= PATIENCE {
            return Err(Stop::Platform(FunctionError::failed(format!("{} files have not been looked at yet", missing.len()))));
        }
        tokio::time::sleep(pause).await;
        waited += pause;
        pause = (pause * 2).min(longest);
    }
}

/// From now on anybody may use what an import has brought.
pub(super) async fn release(tenant: &Tenant, import: ImportId) -> Result<(), FunctionError> {
    for digest in imports::brought_files(tenant, import).await? {
        let held = files::file(tenant, digest).await?.filter(|file| file.value.held_by.as_deref() == Some(&import.to_string()));
        if let Some(mut file) = held {
            file.value.held_by = None;
            files::put_file(tenant, file, None).await?;
        }
    }
    Ok(imports::forget_files(tenant, import).await?)
}

/// Removes what an import has brought, but for what somebody else has uploaded as well.
pub(super) async fn take_back(app: &App, tenant: &Tenant, import: ImportId) -> Result<(), FunctionError> {
    for digest in imports::brought_files(tenant, import).await? {
        let held = files::file(tenant, digest).await?.filter(|file| file.value.held_by.as_deref() == Some(&import.to_string()));
        let Some(file) = held else { continue };
        // First of all nobody is told any more that it is there: who begins with it now begins anew. Who was faster keeps it.
        let refused = File { progress: FileState::Refused { reason: TAKEN_BACK.to_owned() }, ..file.value.clone() };
        let file = match files::put_file(tenant, file.with(refused), None).await {
            Ok(refused) => Record { value: file.value, ..refused },
            Err(TableError::Conflict) => return Err(FunctionError::failed(TableError::Conflict)),
            Err(error) => return Err(error.into()),
        };
        if let FileState::Uploading { upload } = &file.value.progress {
            app.service::<Uploads>()?.abort(&Files::upload_key(tenant.scope(), digest), upload).await?;
        }
        app.service::<Files>()?.delete_uploaded(tenant.scope(), digest).await?;
        match files::delete_file(tenant, &file).await {
            Ok(()) | Err(TableError::Conflict) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(imports::forget_files(tenant, import).await?)
}
