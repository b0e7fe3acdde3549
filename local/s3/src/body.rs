//! Receiving a request body into a synced blob, and holding it against what the sender announced.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use futures_util::StreamExt as _;
use http::HeaderMap;
use s3s::crypto::{Checksum as _, Md5};
use s3s::dto::StreamingBlob;
use s3s::{S3Error, S3ErrorCode, StdError, TrailingHeaders, s3_error};
use tokio::io::AsyncWriteExt as _;

use crate::blobs::{Blobs, PendingBlob};
use crate::checksum::{self, Algorithm, Checksum};
use crate::error::{Error, bad_request};

/// S3's bound on one PUT or part: 5 GiB.
const LARGEST_BODY: u64 = 5 << 30;

/// What a request says of its body.
pub(crate) struct Announcement {
    algorithm: Algorithm,
    value: Option<String>,
    in_trailer: bool,
    md5: Option<[u8; 16]>,
    length: Option<u64>,
}

/// A body that has arrived whole and as announced.
pub(crate) struct Received {
    pub(crate) blob: PendingBlob,
    /// Bytes.
    pub(crate) size: u64,
    pub(crate) md5: [u8; 16],
    pub(crate) checksum: Checksum,
}

impl Announcement {
    /// Reads the announcement; `fallback` is the algorithm when the request names none.
    ///
    /// # Errors
    /// `InvalidRequest` for several checksums, `InvalidDigest` for a malformed MD5, `EntityTooLarge`.
    pub(crate) fn new(
        given: [(Algorithm, Option<String>); 5],
        headers: &HeaderMap,
        md5: Option<&str>,
        length: Option<i64>,
        fallback: Algorithm,
    ) -> Result<Self, Error> {
        let given = checksum::single(given)?;
        let trailer = headers
            .get("x-amz-trailer")
            .and_then(|names| names.to_str().ok())
            .and_then(|names| names.split(',').find_map(|name| Algorithm::of_header(name.trim())));
        let (algorithm, value, in_trailer) = match (given, trailer) {
            (Some((algorithm, value)), _) => (algorithm, Some(value), false),
            (None, Some(algorithm)) => (algorithm, None, true),
            (None, None) => (fallback, None, false),
        };
        let length = length.and_then(|length| u64::try_from(length).ok());
        if length.is_some_and(|length| length > LARGEST_BODY) {
            return Err(too_large());
        }
        Ok(Self { algorithm, value, in_trailer, md5: md5.map(parse_md5).transpose()?, length })
    }

    pub(crate) const fn algorithm(&self) -> Algorithm {
        self.algorithm
    }

    /// Whether the request itself chose [`Self::algorithm`].
    pub(crate) const fn names_algorithm(&self) -> bool {
        self.value.is_some() || self.in_trailer
    }

    /// Writes `body` to a new blob, syncs it and checks it. After an error nothing of it stays.
    ///
    /// # Errors
    /// `BadDigest`, `IncompleteBody`, `EntityTooLarge`, or what the transfer's own signature says.
    pub(crate) async fn receive(
        &self,
        blobs: &Blobs,
        body: Option<StreamingBlob>,
        trailers: Option<&TrailingHeaders>,
    ) -> Result<Received, Error> {
        let (blob, file) = blobs.create().await?;
        let mut file = tokio::fs::File::from_std(file);
        let (mut size, mut md5, mut hasher) = (0_u64, Md5::new(), self.algorithm.hasher());
        if let Some(mut body) = body {
            while let Some(chunk) = body.next().await {
                let chunk = chunk.map_err(broken_transfer)?;
                size += chunk.len() as u64;
                if size > LARGEST_BODY {
                    return Err(too_large());
                }
                md5.update(&chunk);
                hasher.update(&chunk);
                file.write_all(&chunk).await?;
            }
        }
        file.flush().await?;
        file.sync_all().await?;
        let received = Received {
            blob,
            size,
            md5: md5.finalize(),
            checksum: Checksum { algorithm: self.algorithm, value: self.algorithm.value(hasher), composite: false },
        };
        self.check(&received, trailers)?;
        Ok(received)
    }

    fn check(&self, received: &Received, trailers: Option<&TrailingHeaders>) -> Result<(), Error> {
        if self.length.is_some_and(|length| length != received.size) {
            let message = "You did not provide the number of bytes specified by the Content-Length HTTP header.";
            return Err(s3_error!(IncompleteBody, "{}", message).into());
        }
        if self.md5.is_some_and(|md5| md5 != received.md5) {
            return Err(s3_error!(BadDigest, "The Content-MD5 you specified did not match what we received.").into());
        }
        let name = self.algorithm.header();
        let trailer = if self.in_trailer {
            let value = trailers.and_then(|trailers| trailers.read(|headers| text(headers, name)));
            let missing = || s3_error!(InvalidRequest, "The trailer {} is missing.", name);
            Some(value.flatten().ok_or_else(missing)?)
        } else {
            None
        };
        let expected = trailer.as_ref().or(self.value.as_ref());
        if expected.is_some_and(|expected| *expected != received.checksum.value) {
            let kind = self.algorithm.name();
            return Err(s3_error!(BadDigest, "The {} you specified did not match the calculated checksum.", kind).into());
        }
        Ok(())
    }
}

/// S3 takes no body of unknown length, except in its own chunked encoding, which announces the decoded length.
///
/// # Errors
/// `MissingContentLength` (411).
pub(crate) fn require_length(headers: &HeaderMap, length: Option<i64>) -> Result<(), Error> {
    if length.is_some() || headers.contains_key("x-amz-decoded-content-length") {
        return Ok(());
    }
    let message = "You must provide the Content-Length HTTP header.";
    Err(s3_error!(MissingContentLength, "{}", message).into())
}

fn text(headers: &HeaderMap, name: &str) -> Option<String> {
    Some(headers.get(name)?.to_str().ok()?.to_owned())
}

fn parse_md5(header: &str) -> Result<[u8; 16], Error> {
    let digest = STANDARD.decode(header).ok().and_then(|digest| digest.try_into().ok());
    Ok(digest.ok_or_else(|| s3_error!(InvalidDigest, "The Content-MD5 you specified is not valid."))?)
}

fn too_large() -> Error {
    s3_error!(EntityTooLarge, "Your proposed upload exceeds the maximum allowed size.").into()
}

/// Names the error of a body that broke off. The protocol crate keeps the types of these errors private, so only
/// their text tells a wrong signature from a lost connection.
fn broken_transfer(source: StdError) -> Error {
    const MESSAGE: &str = "The body did not arrive whole and as signed.";
    let text = source.to_string();
    let mut error = if text.contains("Sha256Mismatch") {
        bad_request("XAmzContentSHA256Mismatch", MESSAGE)
    } else if text.contains("SignatureMismatch") {
        S3Error::with_message(S3ErrorCode::SignatureDoesNotMatch, MESSAGE)
    } else {
        S3Error::with_message(S3ErrorCode::IncompleteBody, MESSAGE)
    };
    error.set_source(source);
    error.into()
}
