//! PutObject.

use s3s::dto::{ChecksumType, ETag, PutObjectInput, PutObjectOutput};
use s3s::{S3Request, s3_error};

use crate::body::{self, Announcement};
use crate::bucket;
use crate::checksum::{Algorithm, answer_checksum, given_checksums};
use crate::conditions::WriteConditions;
use crate::content::content_headers;
use crate::error::Error;
use crate::notices::{self, Cause};
use crate::object::{self, Address, StoredObject};
use crate::store::Store;
use crate::tags::Tags;
use crate::time::now;

pub(super) async fn put(store: &Store, request: S3Request<PutObjectInput>) -> Result<PutObjectOutput, Error> {
    let mut input = request.input;
    if input.sse_customer_algorithm.is_some() || input.write_offset_bytes.is_some() {
        return Err(s3_error!(NotImplemented, "Customer keys and appending are not available here.").into());
    }
    if input.tagging.is_some() {
        return Err(s3_error!(NotImplemented, "Tags are not available here.").into());
    }
    let conditions = WriteConditions { if_match: input.if_match.take(), if_none_match: input.if_none_match.take() };
    conditions.check_form()?;
    body::require_length(&request.headers, input.content_length)?;
    let address = Address { bucket: input.bucket.clone(), key: input.key.clone() };
    let content = content_headers!(input)?;
    let (md5, length) = (input.content_md5.as_deref(), input.content_length);
    let announcement = Announcement::new(given_checksums!(input), &request.headers, md5, length, Algorithm::Crc64Nvme)?;
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
        tags: Tags::default(),
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
        object::put(change, &address, &object, received.blob)?;
        notices::record(change, &address, &object, Cause::Put)
    });
    putting.await?;
    Ok(output)
}
