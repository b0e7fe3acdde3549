//! A file as its authors see it.

use files_model::{
    content_type::ContentType,
    digest::Digest,
    file::{File, FileKind, FileName, FileState, PART_SIZE},
};
use lambda::{
    WorkspaceScope,
    services::{FileError, Files},
};
use serde::Serialize;
use std::time::Duration;

/// How long the address of a file works.
const VALID: Duration = Duration::from_secs(3600);

/// `uploading`; `checking` for malware, and whether it is what it is said to be; `ready` to be used; or `refused`, and gone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum UploadState {
    Uploading,
    Checking,
    Ready,
    Refused,
}

/// A file, and how far it is.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = File)]
pub(crate) struct FileView {
    digest: Digest,
    file_name: FileName,
    /// Bytes.
    size: u64,
    kind: FileKind,
    state: UploadState,
    /// What it is by its bytes, once it is ready.
    #[serde(skip_serializing_if = "Option::is_none")]
    content_type: Option<ContentType>,
    /// Why it was refused.
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
    /// Bytes of each part but the last.
    part_size: u64,
    /// While it is uploading: the numbers of the parts that have arrived.
    #[serde(skip_serializing_if = "Option::is_none")]
    parts: Option<Vec<u64>>,
    /// Where it can be read for an hour, once it is ready; not in lists.
    #[serde(skip_serializing_if = "Option::is_none")]
    address: Option<String>,
}

impl FileView {
    pub(crate) fn with_parts(self, parts: Vec<u64>) -> Self {
        Self { parts: Some(parts), ..self }
    }

    /// The same, with the address of a file that is ready.
    pub(crate) async fn addressed(self, files: &Files, scope: &WorkspaceScope) -> Result<Self, FileError> {
        let Some(content_type) = self.content_type else { return Ok(self) };
        let address = files.sign_uploaded(scope, self.digest, &content_type.served(self.file_name.as_str()), VALID).await?;
        Ok(Self { address: Some(address), ..self })
    }
}

impl From<&File> for FileView {
    fn from(file: &File) -> Self {
        let (state, reason) = match &file.progress {
            FileState::Uploading { .. } => (UploadState::Uploading, None),
            FileState::Checking => (UploadState::Checking, None),
            FileState::Ready { .. } => (UploadState::Ready, None),
            FileState::Refused { reason } => (UploadState::Refused, Some(reason.clone())),
        };
        Self {
            digest: file.digest,
            file_name: file.file_name.clone(),
            size: file.size,
            kind: file.kind,
            state,
            content_type: file.content_type(),
            reason,
            part_size: PART_SIZE,
            parts: None,
            address: None,
        }
    }
}
