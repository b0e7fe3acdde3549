//! Files of a workspace in the bucket, all under the workspace's own prefix.

use super::{cause, remote::RemoteFile, uploads::UploadKey};
use crate::{
    FunctionError, Problem, Service,
    settings::{SettingMissing, Settings},
};
use aws_config::SdkConfig;
use aws_sdk_s3::{
    Client, config,
    error::SdkError,
    operation::get_object::GetObjectOutput,
    presigning::{PresignedRequest, PresigningConfig},
    primitives::ByteStream,
    types::{Delete, ObjectIdentifier},
};
use std::{collections::BTreeMap, fmt::Display, time::Duration};
use tenancy::{OperatorScope, Space, WorkspaceScope, doors};
use trellis_core::ids::WorkspaceId;

/// The bucket failed.
#[derive(Debug, thiserror::Error)]
pub enum FileError {
    #[error("the file has {size} bytes, more than {limit}")]
    TooLarge { size: u64, limit: u64 },
    /// Somebody else has written it since it was read.
    #[error("the file was changed by somebody else")]
    Changed,
    #[error("the bucket failed: {0}")]
    Failed(String),
}

/// A file that is made from the table, as it now is.
#[derive(Debug)]
pub enum Derived {
    Missing,
    /// The one whose tag was shown.
    Known,
    Read {
        bytes: Vec<u8>,
        /// Names exactly these bytes.
        tag: String,
    },
}

impl From<PresignedRequest> for SignedRequest {
    fn from(signed: PresignedRequest) -> Self {
        Self {
            method: signed.method().to_owned(),
            url: signed.uri().to_owned(),
            headers: signed.headers().map(|(name, value)| (name.to_owned(), value.to_owned())).collect(),
        }
    }
}

/// How a file is served, whatever is stored with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Served {
    pub content_type: &'static str,
    /// The name under which browsers save it; without one they show it.
    pub save_as: Option<String>,
}

impl From<FileError> for Problem {
    fn from(error: FileError) -> Self {
        Self::unavailable(error)
    }
}

impl From<FileError> for FunctionError {
    fn from(error: FileError) -> Self {
        Self::failed(error)
    }
}

/// A request that a browser may send to the bucket for a while, exactly as it is.
#[derive(Debug, Clone)]
pub struct SignedRequest {
    pub method: String,
    pub url: String,
    pub headers: BTreeMap<String, String>,
}

/// The bucket of the cell.
#[derive(Debug, Clone)]
pub struct Files {
    client: Client,
    bucket: String,
}

fn key(home: &impl Space, path: &str) -> String {
    home.file_prefix() + path
}

pub(super) fn failed(error: impl std::error::Error) -> FileError {
    FileError::Failed(cause(error))
}

/// What S3 answered with, if it answered.
pub(super) fn status_of<E>(error: &SdkError<E>) -> Option<u16> {
    error.raw_response().map(|answer| answer.status().as_u16())
}

async fn body(answer: GetObjectOutput, limit: u64) -> Result<Vec<u8>, FileError> {
    let size = answer.content_length().and_then(|size| u64::try_from(size).ok()).unwrap_or(u64::MAX);
    if size > limit {
        return Err(FileError::TooLarge { size, limit });
    }
    Ok(answer.body.collect().await.map_err(failed)?.to_vec())
}

/// What is known of a file without reading it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Described {
    /// Bytes.
    pub size: u64,
    /// The name under which browsers save it.
    pub save_as: Option<String>,
}

/// A header that makes browsers save a file (RFC 6266, section 4.3).
fn disposition(name: &str) -> String {
    let mut encoded = String::with_capacity(name.len());
    for byte in name.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    format!("attachment; filename*=UTF-8''{encoded}")
}

/// The name in a header that [`disposition`] has made.
fn saved_as(header: &str) -> Option<String> {
    let (mut bytes, mut rest) = (Vec::new(), header.strip_prefix("attachment; filename*=UTF-8''")?.bytes());
    while let Some(byte) = rest.next() {
        let digit = |byte: Option<u8>| char::from(byte?).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
        bytes.push(if byte == b'%' { digit(rest.next())? * 16 + digit(rest.next())? } else { byte });
    }
    String::from_utf8(bytes).ok()
}

impl Service for Files {
    fn new(config: &SdkConfig, settings: &Settings) -> Result<Self, SettingMissing> {
        let config = config::Builder::from(config).force_path_style(config.endpoint_url().is_some());
        Ok(Self { client: Client::from_conf(config.build()), bucket: settings.require("BUCKET_NAME")?.to_owned() })
    }
}

impl Files {
    /// The workspace and path of a key that [`Files`] has made; for notices of the bucket.
    #[must_use]
    pub fn parse_key(key: &str) -> Option<(WorkspaceId, &str)> {
        let (workspace, path) = key.strip_prefix("W/")?.split_once('/')?;
        Some((workspace.parse().ok()?, path))
    }

    /// The key of a file that somebody has uploaded, by its name.
    fn uploaded(home: &impl Space, name: impl Display) -> String {
        format!("{}{name}", home.upload_prefix())
    }

    /// Where an archive that was exported lies.
    #[must_use]
    pub fn export_key(scope: &WorkspaceScope, name: impl Display) -> UploadKey {
        UploadKey::new(format!("{}{name}.zip", scope.export_prefix()))
    }

    /// Where a file that somebody has uploaded lies.
    #[must_use]
    pub fn upload_key(scope: &WorkspaceScope, name: impl Display) -> UploadKey {
        UploadKey::new(Self::uploaded(scope, name))
    }

    /// The reverse of [`Self::uploaded`]; for notices of the bucket.
    #[must_use]
    pub fn parse_uploaded(key: &str) -> Option<(WorkspaceId, &str)> {
        let (workspace, name) = key.strip_prefix("F/")?.split_once('/')?;
        Some((workspace.parse().ok()?, name))
    }

    /// Lets the holder read a file that somebody has uploaded. The bucket refuses that until it has been looked at.
    ///
    /// # Errors
    /// When the request cannot be signed.
    pub async fn sign_uploaded(
        &self,
        home: &impl Space,
        name: impl Display,
        served: &Served,
        valid: Duration,
    ) -> Result<String, FileError> {
        self.sign_served(Self::uploaded(home, name), served, valid).await
    }

    /// Lets the holder save an archive that was exported.
    ///
    /// # Errors
    /// When the request cannot be signed.
    pub async fn sign_export(
        &self,
        scope: &WorkspaceScope,
        name: impl Display,
        save_as: &str,
        valid: Duration,
    ) -> Result<String, FileError> {
        let served = Served { content_type: "application/zip", save_as: Some(save_as.to_owned()) };
        self.sign_served(Self::export_key(scope, name).into_inner(), &served, valid).await
    }

    async fn sign_served(&self, key: String, served: &Served, valid: Duration) -> Result<String, FileError> {
        let shown = served.save_as.as_deref().map_or_else(|| "inline".to_owned(), disposition);
        let request = self.client.get_object().bucket(&self.bucket).key(key);
        let request = request.response_content_type(served.content_type).response_content_disposition(shown);
        let signed = request.presigned(PresigningConfig::expires_in(valid).map_err(failed)?).await.map_err(failed)?;
        Ok(signed.uri().to_owned())
    }

    /// Removes a file that somebody has uploaded; one that is gone is no error.
    ///
    /// # Errors
    /// When the bucket fails.
    pub async fn delete_uploaded(&self, scope: &WorkspaceScope, name: impl Display) -> Result<(), FileError> {
        self.delete(vec![Self::uploaded(scope, name)]).await
    }

    /// Lets the holder put exactly `size` bytes of a type at `path`.
    ///
    /// # Errors
    /// When the request cannot be signed.
    pub async fn sign_upload(
        &self,
        scope: &WorkspaceScope,
        path: &str,
        size: u64,
        content_type: &str,
        valid: Duration,
    ) -> Result<SignedRequest, FileError> {
        let size = i64::try_from(size).map_err(failed)?;
        let request = self.client.put_object().bucket(&self.bucket).key(key(scope, path)).content_length(size).content_type(content_type);
        let signed = request.presigned(PresigningConfig::expires_in(valid).map_err(failed)?).await.map_err(failed)?;
        Ok(signed.into())
    }

    /// Lets the holder read the file at `path`.
    ///
    /// # Errors
    /// When the request cannot be signed.
    pub async fn sign_download(&self, home: &impl Space, path: &str, valid: Duration) -> Result<String, FileError> {
        let request = self.client.get_object().bucket(&self.bucket).key(key(home, path));
        let signed = request.presigned(PresigningConfig::expires_in(valid).map_err(failed)?).await.map_err(failed)?;
        Ok(signed.uri().to_owned())
    }

    /// A file of at most `limit` bytes, read piece by piece as it now is; `None` if there is none.
    ///
    /// # Errors
    /// [`FileError::TooLarge`], or when the bucket fails.
    pub async fn open(&self, scope: &WorkspaceScope, path: &str, limit: u64) -> Result<Option<RemoteFile>, FileError> {
        RemoteFile::open(&self.client, &self.bucket, key(scope, path), limit).await
    }

    /// The same for a file that somebody has uploaded.
    ///
    /// # Errors
    /// [`FileError::TooLarge`], or when the bucket fails: also while the file was not looked at.
    pub async fn open_uploaded(&self, scope: &WorkspaceScope, name: impl Display, limit: u64) -> Result<Option<RemoteFile>, FileError> {
        RemoteFile::open(&self.client, &self.bucket, Self::uploaded(scope, name), limit).await
    }

    /// What is known of a file without reading it; `None` if there is none.
    ///
    /// # Errors
    /// When the bucket fails.
    pub async fn describe(&self, scope: &WorkspaceScope, path: &str) -> Result<Option<Described>, FileError> {
        match self.client.head_object().bucket(&self.bucket).key(key(scope, path)).send().await {
            Ok(answer) => Ok(Some(Described {
                size: answer.content_length().and_then(|size| u64::try_from(size).ok()).unwrap_or(u64::MAX),
                save_as: answer.content_disposition().and_then(saved_as),
            })),
            // The answer to this request has no body that would name the error.
            Err(error) if status_of(&error) == Some(404) => Ok(None),
            Err(error) => Err(failed(error)),
        }
    }

    /// Stores a file; with a name, browsers save it under that name instead of opening it.
    ///
    /// # Errors
    /// When the bucket fails.
    pub async fn write(
        &self,
        scope: &WorkspaceScope,
        path: &str,
        content_type: &str,
        save_as: Option<&str>,
        bytes: Vec<u8>,
    ) -> Result<(), FileError> {
        let request = self.client.put_object().bucket(&self.bucket).key(key(scope, path)).content_type(content_type);
        let request = request.set_content_disposition(save_as.map(disposition));
        request.body(ByteStream::from(bytes)).send().await.map_err(failed)?;
        Ok(())
    }

    /// Where the files of a package lie, without a delimiter at the end.
    #[must_use]
    pub fn package_folder(home: &impl Space, name: impl Display) -> String {
        format!("{}{name}", home.package_prefix())
    }

    /// Stores a file of a package. Its folder is named by the package's bytes, so that it never changes.
    ///
    /// # Errors
    /// When the bucket fails.
    pub async fn write_of_package(
        &self,
        scope: &WorkspaceScope,
        (name, path): (impl Display, &str),
        content_type: &str,
        bytes: Vec<u8>,
    ) -> Result<(), FileError> {
        let key = format!("{}/{path}", Self::package_folder(scope, name));
        let request = self.client.put_object().bucket(&self.bucket).key(key).content_type(content_type);
        request.cache_control("private, max-age=31536000, immutable").body(ByteStream::from(bytes)).send().await.map_err(failed)?;
        Ok(())
    }

    /// Removes what is stored of a package.
    ///
    /// # Errors
    /// When the bucket fails; what is left is removed by the next attempt.
    pub async fn delete_package(&self, scope: &WorkspaceScope, name: impl Display) -> Result<(), FileError> {
        self.delete_all(Self::package_folder(scope, name) + "/").await
    }

    /// Copies a file of at most `limit` bytes from the operators' own workspace to the same place in the global catalogue; nothing where there is none.
    ///
    /// # Errors
    /// [`FileError::TooLarge`], or when the bucket fails.
    pub async fn publish(&self, operators: &OperatorScope, path: &str, limit: u64) -> Result<(), FileError> {
        self.copied(key(operators.own(), path), key(&doors::global(operators.own()), path), limit).await
    }

    /// Copies a file of at most `limit` bytes within a workspace; nothing where there is none.
    ///
    /// # Errors
    /// [`FileError::TooLarge`], or when the bucket fails.
    pub async fn copy(&self, scope: &WorkspaceScope, from: &str, to: &str, limit: u64) -> Result<(), FileError> {
        self.copied(key(scope, from), key(scope, to), limit).await
    }

    async fn copied(&self, from: String, to: String, limit: u64) -> Result<(), FileError> {
        let answer = match self.client.get_object().bucket(&self.bucket).key(from).send().await {
            Ok(answer) => answer,
            Err(error) if error.as_service_error().is_some_and(|error| error.is_no_such_key()) => return Ok(()),
            Err(error) => return Err(failed(error)),
        };
        let request = self.client.put_object().bucket(&self.bucket).key(to);
        let request = request.set_content_type(answer.content_type().map(str::to_owned));
        let request = request.set_content_disposition(answer.content_disposition().map(str::to_owned));
        request.body(ByteStream::from(body(answer, limit).await?)).send().await.map_err(failed)?;
        Ok(())
    }

    /// A file made from the table, of at most `limit` bytes, unless it is the one that is known by its tag.
    ///
    /// # Errors
    /// [`FileError::TooLarge`], or when the bucket fails.
    pub async fn read_derived(&self, scope: &WorkspaceScope, path: &str, limit: u64, known: Option<&str>) -> Result<Derived, FileError> {
        let request = self.client.get_object().bucket(&self.bucket).key(scope.derived_prefix() + path);
        let answer = match request.set_if_none_match(known.map(str::to_owned)).send().await {
            Ok(answer) => answer,
            Err(error) if status_of(&error) == Some(304) => return Ok(Derived::Known),
            Err(error) if error.as_service_error().is_some_and(|error| error.is_no_such_key()) => return Ok(Derived::Missing),
            Err(error) => return Err(failed(error)),
        };
        let tag = answer.e_tag().unwrap_or_default().to_owned();
        Ok(Derived::Read { bytes: body(answer, limit).await?, tag })
    }

    /// Puts a file made from the table in the place of the one with this tag, or where there is none.
    ///
    /// # Errors
    /// [`FileError::Changed`] if that is not what is there, or when the bucket fails.
    pub async fn replace_derived(&self, scope: &WorkspaceScope, path: &str, bytes: Vec<u8>, tag: Option<&str>) -> Result<(), FileError> {
        let request = self.client.put_object().bucket(&self.bucket).key(scope.derived_prefix() + path);
        let request = match tag {
            Some(tag) => request.if_match(tag),
            None => request.if_none_match("*"),
        };
        match request.content_type("application/octet-stream").body(ByteStream::from(bytes)).send().await {
            Ok(_) => Ok(()),
            // Gone, written meanwhile, or not what was read.
            Err(error) if matches!(status_of(&error), Some(404 | 409 | 412)) => Err(FileError::Changed),
            Err(error) => Err(failed(error)),
        }
    }

    /// Removes everything under a folder.
    ///
    /// # Errors
    /// When the bucket fails; what is left is removed by the next attempt.
    pub async fn delete_folder(&self, scope: &WorkspaceScope, folder: &str) -> Result<(), FileError> {
        self.delete_all(key(scope, folder) + "/").await
    }

    async fn delete_all(&self, prefix: String) -> Result<(), FileError> {
        loop {
            let listed = self.client.list_objects_v2().bucket(&self.bucket).prefix(&prefix).send().await.map_err(failed)?;
            let keys: Vec<String> = listed.contents().iter().filter_map(|object| object.key().map(str::to_owned)).collect();
            if keys.is_empty() {
                return Ok(());
            }
            self.delete(keys).await?;
        }
    }

    async fn delete(&self, keys: Vec<String>) -> Result<(), FileError> {
        let objects = keys.into_iter().map(|key| ObjectIdentifier::builder().key(key).build());
        let objects = objects.collect::<Result<Vec<_>, _>>().map_err(failed)?;
        let delete = Delete::builder().set_objects(Some(objects)).quiet(true).build().map_err(failed)?;
        self.client.delete_objects().bucket(&self.bucket).delete(delete).send().await.map_err(failed)?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_saved_under_names_in_any_script() {
        assert_eq!(disposition("Blatt 1 \"ü\".pdf"), "attachment; filename*=UTF-8''Blatt%201%20%22%C3%BC%22.pdf");
        for name in ["Blatt 1 \"ü\".pdf", "100 %.txt", "練習"] {
            assert_eq!(saved_as(&disposition(name)).as_deref(), Some(name));
        }
        assert_eq!(saved_as("inline"), None);
    }
}
