//! GetObject and HeadObject.

use std::fs::File;
use std::io::SeekFrom;

use bytes::BytesMut;
use futures_util::stream;
use rusqlite::Connection;
use s3s::dto::{ChecksumMode, ChecksumType, GetObjectInput, GetObjectOutput, HeadObjectInput, HeadObjectOutput, StreamingBlob};
use s3s::{S3Error, s3_error};
use tokio::io::{AsyncReadExt as _, AsyncSeekExt as _};

use crate::checksum::answer_checksum;
use crate::conditions::ReadConditions;
use crate::content::ContentHeaders;
use crate::error::Error;
use crate::object::{self, Address, StoredObject};
use crate::options::Readable;
use crate::store::Store;

/// How much of a blob is read at a time, in bytes.
const CHUNK: usize = 64 << 10;

/// Takes the conditions and the address out of an input, and refuses what this store does not have. A macro, since
/// the generated inputs share these fields and no trait.
macro_rules! reading {
    ($input:expr) => {{
        if $input.part_number.is_some() || $input.sse_customer_algorithm.is_some() {
            return Err(s3_error!(NotImplemented, "Part numbers and customer keys are not available here.").into());
        }
        refuse_version($input.version_id.as_deref())?;
        let conditions = ReadConditions {
            if_match: $input.if_match,
            if_none_match: $input.if_none_match,
            if_modified_since: $input.if_modified_since,
            if_unmodified_since: $input.if_unmodified_since,
        };
        let address = Address { bucket: $input.bucket, key: $input.key };
        (address, conditions)
    }};
}

/// Describes an object in an output. A macro for the same reason.
macro_rules! described {
    ($output:ident, $object:expr, $checksum_mode:expr) => {{
        let object: &StoredObject = &$object;
        let content = object.content.clone();
        let mut output = $output {
            accept_ranges: Some("bytes".to_owned()),
            cache_control: content.cache_control,
            content_disposition: content.content_disposition,
            content_encoding: content.content_encoding,
            content_language: content.content_language,
            content_type: content.content_type.or_else(|| Some("binary/octet-stream".to_owned())),
            e_tag: Some(object.etag()),
            expires: content.expires,
            last_modified: Some(object.modified()),
            metadata: content.metadata,
            website_redirect_location: content.website_redirect_location,
            ..$output::default()
        };
        if $checksum_mode.is_some_and(|mode: ChecksumMode| mode.as_str() == ChecksumMode::ENABLED) {
            answer_checksum!(output, object.checksum);
            output.checksum_type = Some(checksum_type(object));
        }
        output
    }};
}

/// An object that the bucket's policy lets be read.
fn find(connection: &Connection, readable: &Readable, address: &Address) -> Result<StoredObject, Error> {
    let object = object::require(connection, address)?;
    readable(&address.bucket, &address.key, &object.tags).map_err(|refusal| s3_error!(AccessDenied, "{}", refusal))?;
    Ok(object)
}

pub(super) async fn get(store: &Store, readable: &Readable, input: GetObjectInput) -> Result<GetObjectOutput, Error> {
    let given = ContentHeaders {
        cache_control: input.response_cache_control.clone(),
        content_disposition: input.response_content_disposition.clone(),
        content_type: input.response_content_type.clone(),
        ..ContentHeaders::default()
    };
    if input.response_content_encoding.is_some() || input.response_content_language.is_some() || input.response_expires.is_some() {
        return Err(s3_error!(NotImplemented, "Of an answer's headers, only type, disposition and cache can be chosen here.").into());
    }
    let (address, conditions) = reading!(input);
    let (blobs, readable) = (store.blobs.clone(), readable.clone());
    let found = store.read(move |connection| {
        let object = find(connection, &readable, &address)?;
        conditions.check(&object)?;
        // Opened before anyone can replace the object; an open file outlives its name.
        let file = blobs.read(&object.blob)?;
        Ok((object, file))
    });
    let (object, file) = found.await?;
    // A checksum covers the whole object, so it would not fit a part of it.
    let checksum_mode = input.checksum_mode.filter(|_| input.range.is_none());
    let mut output = described!(GetObjectOutput, object, checksum_mode);
    output.cache_control = given.cache_control.or(output.cache_control);
    output.content_disposition = given.content_disposition.or(output.content_disposition);
    output.content_type = given.content_type.or(output.content_type);
    let range = match input.range {
        None => 0..object.size,
        Some(range) => {
            let range = range.check(object.size).map_err(S3Error::from)?;
            output.content_range = Some(format!("bytes {}-{}/{}", range.start, range.end - 1, object.size));
            range
        }
    };
    let length = range.end - range.start;
    output.content_length = i64::try_from(length).ok();
    output.body = Some(stream_of(file, range.start, length).await?);
    Ok(output)
}

pub(super) async fn head(store: &Store, readable: &Readable, input: HeadObjectInput) -> Result<HeadObjectOutput, Error> {
    let (address, conditions) = reading!(input);
    let readable = readable.clone();
    let found = store.read(move |connection| {
        let object = find(connection, &readable, &address)?;
        conditions.check(&object)?;
        Ok(object)
    });
    let object = found.await?;
    let mut output = described!(HeadObjectOutput, object, input.checksum_mode);
    output.content_length = i64::try_from(object.size).ok();
    Ok(output)
}

/// # Errors
/// `NoSuchVersion`: without versioning every object has the version `null`.
pub(super) fn refuse_version(version: Option<&str>) -> Result<(), Error> {
    match version {
        None | Some("null") => Ok(()),
        Some(_) => Err(s3_error!(NoSuchVersion, "The specified version does not exist.").into()),
    }
}

fn checksum_type(object: &StoredObject) -> ChecksumType {
    ChecksumType::from_static(if object.checksum.composite { ChecksumType::COMPOSITE } else { ChecksumType::FULL_OBJECT })
}

/// Reads `length` bytes of `file` from `start`, as the client takes them.
async fn stream_of(file: File, start: u64, length: u64) -> Result<StreamingBlob, Error> {
    let mut file = tokio::fs::File::from_std(file);
    file.seek(SeekFrom::Start(start)).await?;
    let chunks = stream::try_unfold(file.take(length), |mut rest| async move {
        let mut chunk = BytesMut::with_capacity(CHUNK);
        let read = rest.read_buf(&mut chunk).await?;
        Ok::<_, std::io::Error>((read > 0).then(|| (chunk.freeze(), rest)))
    });
    Ok(StreamingBlob::wrap(chunks))
}
