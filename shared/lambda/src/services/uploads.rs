//! Large files that go to the bucket in parts. S3 checks by itself that each part and the whole are what they are said to be.

use super::{cause, files::SignedRequest};
use crate::{
    FunctionError, Problem, Service,
    settings::{SettingMissing, Settings},
};
use aws_config::SdkConfig;
use aws_lc_rs::digest::{Context, SHA256, digest};
use aws_sdk_s3::{
    Client,
    config::{self, timeout::TimeoutConfig},
    error::{ProvideErrorMetadata, SdkError},
    presigning::PresigningConfig,
    primitives::ByteStream,
    types::{ChecksumAlgorithm, ChecksumType, CompletedMultipartUpload, CompletedPart, Part as StoredPart},
};
use base64::{Engine, engine::general_purpose::STANDARD};
use std::time::Duration;

/// How long S3 may take to put the parts of a file together; its user guide speaks of minutes. Who has waited in vain asks again, and finds the
/// file.
const COMPLETION: Duration = Duration::from_secs(25);

/// As GuardDuty tags what it has looked at.
const TAG: &str = "GuardDutyMalwareScanStatus";

/// Where a file lies to which parts are sent: [`super::Files`] makes one, within a workspace's own folders.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UploadKey(String);

impl UploadKey {
    pub(super) const fn new(key: String) -> Self {
        Self(key)
    }

    pub(super) fn into_inner(self) -> String {
        self.0
    }
}

/// A SHA-256.
type Sha256 = [u8; 32];

/// The digest of the digests of all parts: what S3 calls a composite checksum.
#[must_use]
pub fn whole<'a>(parts: impl IntoIterator<Item = &'a Sha256>) -> Sha256 {
    let mut whole = Context::new(&SHA256);
    for part in parts {
        whole.update(part);
    }
    let mut bytes = [0; 32];
    bytes.copy_from_slice(whole.finish().as_ref());
    bytes
}

/// The bucket failed.
#[derive(Debug, thiserror::Error)]
pub enum UploadError {
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
#[derive(Debug, Clone)]
pub struct Part {
    /// From 1.
    pub number: u64,
    /// Bytes.
    pub size: u64,
    pub sha256: Sha256,
    tag: String,
}

/// What is known of a file that has arrived whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Scan {
    /// It is not there.
    Missing,
    Waiting,
    /// What the scanner has found, in its words.
    Done(String),
}

/// The bucket, for uploads.
#[derive(Debug)]
pub struct Uploads {
    client: Client,
    bucket: String,
}

impl Service for Uploads {
    fn new(config: &SdkConfig, settings: &Settings) -> Result<Self, SettingMissing> {
        let config = config::Builder::from(config).force_path_style(config.endpoint_url().is_some());
        Ok(Self { client: Client::from_conf(config.build()), bucket: settings.require("BUCKET_NAME")?.to_owned() })
    }
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

fn arrived(part: &StoredPart) -> Option<Part> {
    Some(Part {
        number: part.part_number()?.try_into().ok()?,
        size: part.size()?.try_into().ok()?,
        sha256: STANDARD.decode(part.checksum_sha256()?).ok()?.try_into().ok()?,
        tag: part.e_tag()?.to_owned(),
    })
}

impl Uploads {
    /// Begins an upload and answers its id. What is stored is never shown as a page, whatever it is. Ended by the bucket after two days,
    /// should nobody come to know of it.
    ///
    /// # Errors
    /// When the bucket fails.
    pub async fn begin(&self, key: &UploadKey) -> Result<String, UploadError> {
        let request = self.client.create_multipart_upload().bucket(&self.bucket).key(&key.0);
        let request = request.checksum_algorithm(ChecksumAlgorithm::Sha256).checksum_type(ChecksumType::Composite);
        let request = request.content_type("application/octet-stream").content_disposition("attachment");
        let begun = request.send().await.map_err(failed)?;
        begun.upload_id.ok_or_else(|| UploadError::Failed("S3 has named no upload".to_owned()))
    }

    /// Sends a part, unless it is among those that have arrived.
    ///
    /// # Errors
    /// [`UploadError::Gone`], or when the bucket fails.
    pub async fn send_part(
        &self,
        key: &UploadKey,
        upload: &str,
        (number, bytes): (u64, Vec<u8>),
        arrived: &[Part],
    ) -> Result<Part, UploadError> {
        let mut sha256 = [0; 32];
        sha256.copy_from_slice(digest(&SHA256, &bytes).as_ref());
        let size = bytes.len() as u64;
        if let Some(part) = arrived.iter().find(|part| (part.number, part.size, part.sha256) == (number, size, sha256)) {
            return Ok(part.clone());
        }
        let request = self.client.upload_part().bucket(&self.bucket).key(&key.0).upload_id(upload);
        let request = request.part_number(number.try_into().map_err(unreadable)?).checksum_sha256(STANDARD.encode(sha256));
        let sent = request.body(ByteStream::from(bytes)).send().await.map_err(failed)?;
        let tag = sent.e_tag.ok_or_else(|| UploadError::Failed("S3 has not named the part".to_owned()))?;
        Ok(Part { number, size, sha256, tag })
    }

    /// Lets the holder send a part with exactly these bytes.
    ///
    /// # Errors
    /// When the request cannot be signed.
    pub async fn sign_part(
        &self,
        key: &UploadKey,
        upload: &str,
        (number, size, sha256): (u64, u64, &Sha256),
        valid: Duration,
    ) -> Result<SignedRequest, UploadError> {
        let request = self.client.upload_part().bucket(&self.bucket).key(&key.0).upload_id(upload);
        let request = request.part_number(number.try_into().map_err(unreadable)?).content_length(size.try_into().map_err(unreadable)?);
        let request = request.checksum_sha256(STANDARD.encode(sha256));
        let signed = request.presigned(PresigningConfig::expires_in(valid).map_err(unreadable)?).await.map_err(failed)?;
        Ok(signed.into())
    }

    /// What has arrived, by number.
    ///
    /// # Errors
    /// [`UploadError::Gone`], or when the bucket fails.
    pub async fn parts(&self, key: &UploadKey, upload: &str) -> Result<Vec<Part>, UploadError> {
        // Fewer parts than one answer of S3 lists (1,000).
        let request = self.client.list_parts().bucket(&self.bucket).key(&key.0).upload_id(upload);
        let listed = request.send().await.map_err(failed)?;
        Ok(listed.parts().iter().filter_map(arrived).collect())
    }

    /// Puts the parts together. S3 checks that they have the digest that they have here.
    ///
    /// # Errors
    /// [`UploadError::Gone`], or when the bucket fails.
    pub async fn complete(&self, key: &UploadKey, upload: &str, parts: &[Part]) -> Result<(), UploadError> {
        let mut list = CompletedMultipartUpload::builder();
        for part in parts {
            let number = part.number.try_into().map_err(unreadable)?;
            let part = CompletedPart::builder().part_number(number).e_tag(&part.tag).checksum_sha256(STANDARD.encode(part.sha256));
            list = list.parts(part.build());
        }
        let request = self.client.complete_multipart_upload().bucket(&self.bucket).key(&key.0).upload_id(upload);
        let request =
            request.checksum_sha256(STANDARD.encode(whole(parts.iter().map(|part| &part.sha256)))).checksum_type(ChecksumType::Composite);
        let patient = TimeoutConfig::builder().operation_timeout(COMPLETION).operation_attempt_timeout(COMPLETION).build();
        let request = request.multipart_upload(list.build()).customize().config_override(config::Builder::new().timeout_config(patient));
        request.send().await.map_err(failed)?;
        Ok(())
    }

    /// Ends an upload without a file; one that is gone is no error.
    ///
    /// # Errors
    /// When the bucket fails.
    pub async fn abort(&self, key: &UploadKey, upload: &str) -> Result<(), UploadError> {
        let request = self.client.abort_multipart_upload().bucket(&self.bucket).key(&key.0).upload_id(upload);
        match request.send().await.map_err(failed) {
            Ok(_) | Err(UploadError::Gone) => Ok(()),
            Err(error) => Err(error),
        }
    }

    /// Whether a file was looked at.
    ///
    /// # Errors
    /// When the bucket fails.
    pub async fn scan(&self, key: &UploadKey) -> Result<Scan, UploadError> {
        let request = self.client.get_object_tagging().bucket(&self.bucket).key(&key.0);
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
    ///
    /// # Errors
    /// [`UploadError::Gone`], or when the bucket fails.
    pub async fn beginning(&self, key: &UploadKey, most: u64) -> Result<Vec<u8>, UploadError> {
        let range = format!("bytes=0-{}", most.saturating_sub(1));
        let request = self.client.get_object().bucket(&self.bucket).key(&key.0).range(range);
        let answer = request.send().await.map_err(failed)?;
        Ok(answer.body.collect().await.map_err(unreadable)?.to_vec())
    }
}
