//! Uploads in parts to the bucket, which nobody reads until they have been looked at.

use aws_sdk_s3::{
    Client,
    config::{self, timeout::TimeoutConfig},
    error::{ProvideErrorMetadata, SdkError},
    presigning::PresigningConfig,
    types::{ChecksumAlgorithm, ChecksumType, CompletedMultipartUpload, CompletedPart, Part},
};
use files_model::digest::Digest;
use lambda::{
    FunctionError, Problem, SdkConfig, Service, SettingMissing, Settings, WorkspaceScope,
    services::{Files, SignedRequest, cause},
};
use std::time::Duration;

/// How long S3 may take to put the parts of a file together; its user guide speaks of minutes. Who has waited in vain asks again, and finds the
/// file.
const COMPLETION: Duration = Duration::from_secs(25);

/// As GuardDuty tags what it has looked at.
const TAG: &str = "GuardDutyMalwareScanStatus";

/// The bucket failed.
#[derive(Debug, thiserror::Error)]
pub(crate) enum UploadError {
    /// The upload has ended, or was never begun.
    #[error("there is no such upload")]
    Gone,
    #[error("the bucket failed: {0}")]
    Failed(String),
}

impl From<UploadError> for Problem {
    fn from(error: UploadError) -> Self {
        Self::unavailable(error)
    }
}

impl From<UploadError> for FunctionError {
    fn from(error: UploadError) -> Self {
        Self::failed(error)
    }
}

/// A part that has arrived.
#[derive(Debug)]
pub(crate) struct Arrived {
    pub(crate) number: u64,
    pub(crate) size: u64,
    pub(crate) digest: Digest,
    tag: String,
}

/// What is known of a file that has arrived whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Scan {
    /// It is not there.
    Missing,
    Waiting,
    /// What the scanner has found, in its words.
    Done(String),
}

/// The bucket, for uploads.
#[derive(Debug)]
pub(crate) struct Uploads {
    client: Client,
    bucket: String,
}

impl Service for Uploads {
    fn new(config: &SdkConfig, settings: &Settings) -> Result<Self, SettingMissing> {
        let config = config::Builder::from(config).force_path_style(config.endpoint_url().is_some());
        Ok(Self { client: Client::from_conf(config.build()), bucket: settings.require("BUCKET_NAME")?.to_owned() })
    }
}

fn key(scope: &WorkspaceScope, digest: Digest) -> String {
    Files::uploaded(scope, digest)
}

fn failed<E, R>(error: SdkError<E, R>) -> UploadError
where
    SdkError<E, R>: ProvideErrorMetadata + std::error::Error,
{
    match error.code() {
        Some("NoSuchUpload" | "NoSuchKey") => UploadError::Gone,
        _ => UploadError::Failed(cause(error)),
    }
}

fn unreadable(error: impl std::error::Error) -> UploadError {
    UploadError::Failed(cause(error))
}

fn arrived(part: &Part) -> Option<Arrived> {
    Some(Arrived {
        number: part.part_number()?.try_into().ok()?,
        size: part.size()?.try_into().ok()?,
        digest: Digest::from_base64(part.checksum_sha256()?)?,
        tag: part.e_tag()?.to_owned(),
    })
}

impl Uploads {
    /// Begins an upload and answers its id. What is stored is never shown as a page, whatever it is.
    pub(crate) async fn begin(&self, scope: &WorkspaceScope, digest: Digest) -> Result<String, UploadError> {
        let request = self.client.create_multipart_upload().bucket(&self.bucket).key(key(scope, digest));
        let request = request.checksum_algorithm(ChecksumAlgorithm::Sha256).checksum_type(ChecksumType::Composite);
        let request = request.content_type("application/octet-stream").content_disposition("attachment");
        let begun = request.send().await.map_err(failed)?;
        begun.upload_id.ok_or_else(|| UploadError::Failed("S3 has named no upload".to_owned()))
    }

    /// Lets the holder send a part with exactly these bytes.
    pub(crate) async fn sign_part(
        &self,
        scope: &WorkspaceScope,
        (digest, upload): (Digest, &str),
        (number, size, part): (u64, u64, Digest),
        valid: Duration,
    ) -> Result<SignedRequest, UploadError> {
        let request = self.client.upload_part().bucket(&self.bucket).key(key(scope, digest)).upload_id(upload);
        let request = request.part_number(number.try_into().map_err(unreadable)?).content_length(size.try_into().map_err(unreadable)?);
        let request = request.checksum_sha256(part.to_base64());
        let signed = request.presigned(PresigningConfig::expires_in(valid).map_err(unreadable)?).await.map_err(failed)?;
        Ok(signed.into())
    }

    /// What has arrived, by number.
    pub(crate) async fn parts(&self, scope: &WorkspaceScope, digest: Digest, upload: &str) -> Result<Vec<Arrived>, UploadError> {
        // Fewer parts than one answer of S3 lists (1,000).
        let request = self.client.list_parts().bucket(&self.bucket).key(key(scope, digest)).upload_id(upload);
        let listed = request.send().await.map_err(failed)?;
        Ok(listed.parts().iter().filter_map(arrived).collect())
    }

    /// Puts the parts together. S3 checks that they have this digest.
    pub(crate) async fn complete(
        &self,
        scope: &WorkspaceScope,
        digest: Digest,
        upload: &str,
        parts: &[Arrived],
    ) -> Result<(), UploadError> {
        let mut list = CompletedMultipartUpload::builder();
        for part in parts {
            let number = part.number.try_into().map_err(unreadable)?;
            let part = CompletedPart::builder().part_number(number).e_tag(&part.tag).checksum_sha256(part.digest.to_base64());
            list = list.parts(part.build());
        }
        let request = self.client.complete_multipart_upload().bucket(&self.bucket).key(key(scope, digest)).upload_id(upload);
        let request = request.checksum_sha256(digest.to_base64()).checksum_type(ChecksumType::Composite);
        let patient = TimeoutConfig::builder().operation_timeout(COMPLETION).operation_attempt_timeout(COMPLETION).build();
        let request = request.multipart_upload(list.build()).customize().config_override(config::Builder::new().timeout_config(patient));
        request.send().await.map_err(failed)?;
        Ok(())
    }

    /// Ends an upload without a file; one that is gone is no error.
    pub(crate) async fn abort(&self, scope: &WorkspaceScope, digest: Digest, upload: &str) -> Result<(), UploadError> {
        let request = self.client.abort_multipart_upload().bucket(&self.bucket).key(key(scope, digest)).upload_id(upload);
        match request.send().await.map_err(failed) {
            Ok(_) | Err(UploadError::Gone) => Ok(()),
            Err(error) => Err(error),
        }
    }

    /// Whether a file was looked at.
    pub(crate) async fn scan(&self, scope: &WorkspaceScope, digest: Digest) -> Result<Scan, UploadError> {
        let request = self.client.get_object_tagging().bucket(&self.bucket).key(key(scope, digest));
        match request.send().await.map_err(failed) {
            Ok(tags) => {
                let tag = tags.tag_set().iter().find(|tag| tag.key() == TAG);
                Ok(tag.map_or(Scan::Waiting, |tag| Scan::Done(tag.value().to_owned())))
            }
            Err(UploadError::Gone) => Ok(Scan::Missing),
            Err(error) => Err(error),
        }
    }

    /// The first bytes of a file, at most `most`.
    pub(crate) async fn beginning(&self, scope: &WorkspaceScope, digest: Digest, most: u64) -> Result<Vec<u8>, UploadError> {
        let range = format!("bytes=0-{}", most.saturating_sub(1));
        let request = self.client.get_object().bucket(&self.bucket).key(key(scope, digest)).range(range);
        let answer = request.send().await.map_err(failed)?;
        Ok(answer.body.collect().await.map_err(unreadable)?.to_vec())
    }
}
