//! What becomes of a file that has been looked at.

use files_model::{
    content_type::{HEAD, admit},
    file::{File, FileKind, FileState},
    files,
};
use lambda::{
    App, FunctionError, Problem,
    services::{FileError, Files, UploadError, Uploads},
};
use table::{Record, TableError, Tenant};

const MALWARE: &str = "The file holds malware. It has been deleted; check the computer that it comes from.";
const UNCHECKED: &str = "The file couldn't be checked for malware, for example because it is protected by a password. It has been deleted.";

/// Why a file could not be settled; it can be tried again.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Unsettled {
    #[error(transparent)]
    Table(#[from] TableError),
    #[error(transparent)]
    Upload(#[from] UploadError),
    #[error(transparent)]
    File(#[from] FileError),
    #[error(transparent)]
    Setting(#[from] lambda::SettingMissing),
}

impl From<Unsettled> for FunctionError {
    fn from(error: Unsettled) -> Self {
        Self::failed(error)
    }
}

impl From<Unsettled> for Problem {
    fn from(error: Unsettled) -> Self {
        match error {
            Unsettled::Table(error) => error.into(),
            Unsettled::Setting(error) => error.into(),
            error => Self::unavailable(error),
        }
    }
}

/// Settles a file by what the scanner says, in the words of its tag, and answers the record as it is then stored. What is refused is deleted;
/// a worker that dies before that leaves it to the next delivery, and nobody can read it in between.
pub(crate) async fn settle(app: &App, tenant: &Tenant, mut record: Record<File>, verdict: &str) -> Result<Record<File>, Unsettled> {
    if let FileState::Uploading { .. } | FileState::Checking = record.value.progress {
        record.value.progress = match verdict {
            "NO_THREATS_FOUND" => looked_at(app, tenant, &record.value).await?,
            "THREATS_FOUND" => FileState::Refused { reason: MALWARE.to_owned() },
            _ => FileState::Refused { reason: UNCHECKED.to_owned() },
        };
        let act = match &record.value.progress {
            FileState::Refused { reason } => {
                let act = tenant.act("file.refused", format!("file/{}", record.value.digest));
                Some(act.made(&serde_json::json!({ "file_name": record.value.file_name, "reason": reason })))
            }
            FileState::Uploading { .. } | FileState::Checking | FileState::Ready { .. } => None,
        };
        record = files::settle_file(tenant, record, act.as_ref()).await?;
    }
    // Whoever has begun anew with these bytes meanwhile keeps what they send.
    let is_as_stored =
        async || Ok::<_, Unsettled>(files::file(tenant, record.value.digest).await?.is_some_and(|now| now.version == record.version));
    if matches!(record.value.progress, FileState::Refused { .. }) && is_as_stored().await? {
        app.service::<Files>()?.delete_uploaded(tenant.scope(), record.value.digest).await?;
    }
    Ok(record)
}

/// What a clean file is.
async fn looked_at(app: &App, tenant: &Tenant, file: &File) -> Result<FileState, Unsettled> {
    // Captions are read to their end.
    let most = if file.kind == FileKind::Captions { file.kind.limit() } else { HEAD };
    let head = app.service::<Uploads>()?.beginning(&Files::upload_key(tenant.scope(), file.digest), most).await?;
    Ok(match admit(file.kind, &head) {
        Ok(content_type) => FileState::Ready { content_type, at: tenant.now() },
        Err(reason) => FileState::Refused { reason: reason.to_string() },
    })
}
