//! PutObject, and the forms that browsers post.

use s3s::dto::{ChecksumType, ETag, PutObjectInput, PutObjectOutput};
use s3s::{S3Request, s3_error};

use crate::body::{self, Announcement};
use crate::bucket;
use crate::checksum::{Algorithm, answer_checksum, given_checksums};
use crate::conditions::WriteConditions;
use crate::content::content_headers;
use crate::error::Error;
use crate::notices::Cause;
use crate::object::{self, Address, StoredObject, now};
use crate::store::Store;
use crate::tags::Tags;

pub(super) async fn put(store: &Store, request: S3Request<PutObjectInput>, cause: Cause) -> Result<PutObjectOutput, Error> {
    let mut input = request.input;
    if input.sse_customer_algorithm.is_some() || input.write_offset_bytes.is_some() {
        return Err(s3_error!(NotImplemented, "Customer keys and appending are not available here.").into());
    }
    if cause == Cause::Post && input.key.contains("${filename}") {
        // The protocol crate does not tell the file's name, and the literal text would be a wrong key.
        return Err(s3_error!(NotImplemented, "${{filename}} is not available here.").into());
    }
    if cause == Cause::Put {
        body::require_length(&request.headers, input.content_length)?;
    }
    let address = Address { bucket: input.bucket.clone(), key: input.key.clone() };
    let content = content_headers!(input)?;
    let tags = Tags::from_header(input.tagging.as_deref())?;
    let conditions = WriteConditions::new(input.if_match.take(), input.if_none_match.take())?;
    let announcement = Announcement::new(
        given_checksums!(input),
        &request.headers,
        input.content_md5.as_deref(),
        input.content_length,
        Algorithm::Crc64Nvme,
    )?;
    let name = input.bucket.clone();
    // Before the body: a missing bucket should not cost an upload.
    store.read(move |connection| bucket::require(connection, &name)).await?;
    let trailers = request.trailing_headers.as_ref();
    let received = announcement.receive(&store.blobs, input.body.take(), trailers).await?;

    let object = StoredObject {
        size: received.size,
        etag: hex::encode(received.md5),
        blob: received.blob.id().to_owned(),
        modified: now(),
        content,
        tags,
        checksum: received.checksum,
    };
    let mut output = PutObjectOutput {
        e_tag: Some(ETag::Strong(object.etag.clone())),
        checksum_type: Some(ChecksumType::from_static(ChecksumType::FULL_OBJECT)),
        ..PutObjectOutput::default()
    };
    answer_checksum!(output, object.checksum);
    let putting = store.change(move |change| {
        conditions.check(object::find(change.connection(), &address)?.as_ref())?;
        object::put(change, &address, &object, Some(received.blob), cause)
    });
    putting.await?;
    Ok(output)
}
