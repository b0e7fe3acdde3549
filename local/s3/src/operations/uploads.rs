//! Multipart uploads up to their completion.

use s3s::dto::{
    AbortMultipartUploadInput, ChecksumAlgorithm, ChecksumType, CreateMultipartUploadInput, CreateMultipartUploadOutput, ETag,
    ListPartsInput, ListPartsOutput, Part, UploadPartInput, UploadPartOutput,
};
use s3s::{S3Request, s3_error};

use crate::body::{self, Announcement};
use crate::checksum::{answer_checksum, given_checksums};
use crate::content::content_headers;
use crate::error::Error;
use crate::multipart::{self, Plan, StoredPart, Upload};
use crate::object::Address;
use crate::store::Store;
use crate::time::timestamp;

/// S3's bound on part numbers, and on a page of parts.
const LAST_PART: i32 = 10_000;
const LARGEST_PAGE: i32 = 1000;

pub(super) async fn start(store: &Store, mut input: CreateMultipartUploadInput) -> Result<CreateMultipartUploadOutput, Error> {
    if input.sse_customer_algorithm.is_some() {
        return Err(s3_error!(NotImplemented, "Customer keys are not available here.").into());
    }
    if input.tagging.is_some() {
        return Err(s3_error!(NotImplemented, "Tags of uploads are not available here.").into());
    }
    let algorithm = input.checksum_algorithm.as_ref().map(ChecksumAlgorithm::as_str);
    let kind = input.checksum_type.as_ref().map(ChecksumType::as_str);
    let upload = Upload { plan: Plan::new(algorithm, kind)?, content: content_headers!(input)? };
    let address = Address { bucket: input.bucket.clone(), key: input.key.clone() };
    let starting = store.change(move |change| multipart::start(change, &address, &upload));
    Ok(CreateMultipartUploadOutput {
        upload_id: Some(starting.await?),
        bucket: Some(input.bucket),
        key: Some(input.key),
        checksum_algorithm: input.checksum_algorithm,
        checksum_type: input.checksum_type,
        ..CreateMultipartUploadOutput::default()
    })
}

pub(super) async fn add_part(store: &Store, request: S3Request<UploadPartInput>) -> Result<UploadPartOutput, Error> {
    let mut input = request.input;
    let number = input.part_number;
    if !(1..=LAST_PART).contains(&number) {
        let message = "Part number must be an integer between 1 and 10000, inclusive";
        return Err(s3_error!(InvalidArgument, "{}", message).into());
    }
    body::require_length(&request.headers, input.content_length)?;
    let address = Address { bucket: input.bucket.clone(), key: input.key.clone() };
    let id = input.upload_id.clone();
    let plan = find_plan(store, address.clone(), id.clone()).await?;
    let announcement =
        Announcement::new(given_checksums!(input), &request.headers, input.content_md5.as_deref(), input.content_length, plan.algorithm)?;
    if plan.chosen && announcement.names_algorithm() && announcement.algorithm() != plan.algorithm {
        let (expected, actual) = (plan.algorithm.name(), announcement.algorithm().name());
        let message = format!("Checksum Type mismatch occurred, expected checksum Type: {expected}, actual: {actual}");
        return Err(s3_error!(InvalidRequest, "{}", message).into());
    }
    let trailers = request.trailing_headers.as_ref();
    let received = announcement.receive(&store.blobs, input.body.take(), trailers).await?;
    let mut output = UploadPartOutput { e_tag: Some(ETag::Strong(hex::encode(received.md5))), ..UploadPartOutput::default() };
    answer_checksum!(output, received.checksum);
    store.change(move |change| multipart::add_part(change, &address, &id, number, received)).await?;
    Ok(output)
}

async fn find_plan(store: &Store, address: Address, id: String) -> Result<Plan, Error> {
    let finding = store.read(move |connection| multipart::require(connection, &address, &id));
    Ok(finding.await?.plan)
}

pub(super) async fn list_parts(store: &Store, input: ListPartsInput) -> Result<ListPartsOutput, Error> {
    let address = Address { bucket: input.bucket.clone(), key: input.key.clone() };
    let id = input.upload_id.clone();
    let reading = store.read(move |connection| {
        multipart::require(connection, &address, &id)?;
        multipart::parts(connection, &id)
    });
    let marker = input.part_number_marker.unwrap_or_default();
    let most = input.max_parts.unwrap_or(LARGEST_PAGE).clamp(0, LARGEST_PAGE);
    let mut parts = reading.await?;
    parts.retain(|part| part.number > marker);
    let is_truncated = parts.len() > usize::try_from(most).unwrap_or_default();
    parts.truncate(usize::try_from(most).unwrap_or_default());
    Ok(ListPartsOutput {
        bucket: Some(input.bucket),
        key: Some(input.key),
        upload_id: Some(input.upload_id),
        part_number_marker: Some(marker),
        max_parts: Some(most),
        is_truncated: Some(is_truncated),
        next_part_number_marker: parts.last().map(|part| part.number),
        parts: Some(parts.into_iter().map(describe).collect()),
        ..ListPartsOutput::default()
    })
}

fn describe(stored: StoredPart) -> Part {
    let mut part = Part {
        part_number: Some(stored.number),
        size: i64::try_from(stored.size).ok(),
        last_modified: Some(timestamp(stored.modified)),
        e_tag: Some(ETag::Strong(stored.md5)),
        ..Part::default()
    };
    answer_checksum!(part, stored.checksum);
    part
}

pub(super) async fn abort(store: &Store, input: AbortMultipartUploadInput) -> Result<(), Error> {
    let address = Address { bucket: input.bucket, key: input.key };
    let aborting = store.change(move |change| {
        multipart::require(change.connection(), &address, &input.upload_id)?;
        multipart::end(change, &input.upload_id)
    });
    aborting.await
}
