//! CompleteMultipartUpload: the chosen parts become one blob, and one commit makes it the object.

use std::collections::HashMap;
use std::io::{self, Read as _, Write as _};

use local_kit::Interrupted;
use s3s::crypto::{Checksum as _, Md5};
use s3s::dto::{ChecksumType, CompleteMultipartUploadInput, CompleteMultipartUploadOutput, CompletedPart, ETag};
use s3s::s3_error;

use crate::blobs::{Blobs, PendingBlob};
use crate::checksum::{self, Algorithm, Checksum, answer_checksum, given_checksums};
use crate::conditions::WriteConditions;
use crate::error::Error;
use crate::multipart::{self, Plan, StoredPart};
use crate::notices::{self, Cause};
use crate::object::{self, Address, StoredObject};
use crate::store::Store;
use crate::tags::Tags;
use crate::time::now;

/// Every part but the last has at least 5 MiB.
const SMALLEST_PART: u64 = 5 << 20;

/// How much is copied at a time, in bytes.
const CHUNK: usize = 1 << 20;

/// The parts put together.
struct Assembled {
    blob: PendingBlob,
    size: u64,
    etag: String,
    checksum: Checksum,
}

pub(super) async fn complete(store: &Store, mut input: CompleteMultipartUploadInput) -> Result<CompleteMultipartUploadOutput, Error> {
    let address = Address { bucket: input.bucket.clone(), key: input.key.clone() };
    let conditions = WriteConditions { if_match: input.if_match.take(), if_none_match: input.if_none_match.take() };
    conditions.check_form()?;
    let chosen = input.multipart_upload.take().and_then(|upload| upload.parts).unwrap_or_default();
    let expected = checksum::single(given_checksums!(input))?;
    let size = input.mpu_object_size;
    let (id, place, blobs) = (input.upload_id.clone(), address.clone(), store.blobs.clone());
    let finding = store.read(move |connection| {
        let upload = multipart::require(connection, &place, &id)?;
        Ok((upload, multipart::parts(connection, &id)?))
    });
    let (upload, stored) = finding.await?;
    let parts = choose(&chosen, stored)?;
    let plan = upload.plan;
    let assembling = tokio::task::spawn_blocking(move || assemble(&blobs, plan, &parts));
    let assembled = assembling.await.map_err(|_| Interrupted)??;
    check(&assembled, expected, size)?;

    let object = StoredObject {
        size: assembled.size,
        etag: assembled.etag,
        blob: assembled.blob.id().to_owned(),
        modified: now(),
        content: upload.content,
        tags: Tags::default(),
        checksum: assembled.checksum,
    };
    let mut output = CompleteMultipartUploadOutput {
        location: Some(format!("/{}/{}", input.bucket, input.key)),
        bucket: Some(input.bucket),
        key: Some(input.key),
        e_tag: Some(ETag::Strong(object.etag.clone())),
        checksum_type: Some(ChecksumType::from_static(if object.checksum.composite {
            ChecksumType::COMPOSITE
        } else {
            ChecksumType::FULL_OBJECT
        })),
        ..CompleteMultipartUploadOutput::default()
    };
    answer_checksum!(output, object.checksum);
    let completing = store.change(move |change| {
        multipart::require(change.connection(), &address, &input.upload_id)?;
        conditions.check(object::find(change.connection(), &address)?.as_ref())?;
        object::put(change, &address, &object, assembled.blob)?;
        notices::record(change, &address, &object, Cause::CompleteMultipartUpload)?;
        multipart::end(change, &input.upload_id)
    });
    completing.await?;
    Ok(output)
}

/// The stored parts that the client lists, in its order.
///
/// # Errors
/// `MalformedXML`, `InvalidPartOrder`, `InvalidPart`, `EntityTooSmall`.
fn choose(chosen: &[CompletedPart], stored: Vec<StoredPart>) -> Result<Vec<StoredPart>, Error> {
    if chosen.is_empty() {
        return Err(s3_error!(MalformedXML, "You must specify at least one part").into());
    }
    let mut stored: HashMap<i32, StoredPart> = stored.into_iter().map(|part| (part.number, part)).collect();
    let mut parts: Vec<StoredPart> = Vec::with_capacity(chosen.len());
    for wanted in chosen {
        let number = wanted.part_number.unwrap_or_default();
        if parts.last().is_some_and(|last| last.number >= number) {
            return Err(s3_error!(InvalidPartOrder, "The list of parts was not in ascending order.").into());
        }
        let missing = || s3_error!(InvalidPart, "Part {} could not be found, or differs from the one sent.", number);
        let part = stored.remove(&number).ok_or_else(missing)?;
        let checksum = checksum::single(given_checksums!(wanted))?;
        let agrees = wanted.e_tag.as_ref().is_none_or(|etag| etag.value() == part.md5)
            && checksum.is_none_or(|(algorithm, value)| part.checksum.algorithm != algorithm || part.checksum.value == value);
        if !agrees {
            return Err(missing().into());
        }
        parts.push(part);
    }
    let all_but_last = parts.iter().rev().skip(1);
    if all_but_last.into_iter().any(|part| part.size < SMALLEST_PART) {
        let message = "Your proposed upload is smaller than the minimum allowed size";
        return Err(s3_error!(EntityTooSmall, "{}", message).into());
    }
    Ok(parts)
}

/// Copies the parts into a new, synced blob.
fn assemble(blobs: &Blobs, plan: Plan, parts: &[StoredPart]) -> Result<Assembled, Error> {
    let (blob, mut file) = blobs.create_now()?;
    let (mut md5, mut hasher, mut size) = (Md5::new(), plan.algorithm.hasher(), 0_u64);
    let mut chunk = vec![0; CHUNK];
    for part in parts {
        let mut source = blobs.read(&part.blob)?;
        if plan.composite {
            // The kernel copies, and nobody looks at the bytes again: each part was checked when it came.
            io::copy(&mut source, &mut file)?;
        } else {
            loop {
                let read = source.read(&mut chunk)?;
                if read == 0 {
                    break;
                }
                let bytes = chunk.get(..read).unwrap_or_default();
                hasher.update(bytes);
                file.write_all(bytes)?;
            }
        }
        size += part.size;
        md5.update(&hex::decode(&part.md5).unwrap_or_default());
    }
    file.sync_all()?;
    let value = if plan.composite { composite(plan.algorithm, parts)? } else { plan.algorithm.value(hasher) };
    Ok(Assembled {
        blob,
        size,
        etag: format!("{}-{}", hex::encode(md5.finalize()), parts.len()),
        checksum: Checksum { algorithm: plan.algorithm, value, composite: plan.composite },
    })
}

fn composite(algorithm: Algorithm, parts: &[StoredPart]) -> Result<String, Error> {
    let values: Vec<&str> = parts.iter().map(|part| part.checksum.value.as_str()).collect();
    algorithm.of_parts(&values)
}

fn check(assembled: &Assembled, expected: Option<(Algorithm, String)>, size: Option<i64>) -> Result<(), Error> {
    if size.is_some_and(|size| u64::try_from(size) != Ok(assembled.size)) {
        let message = "The provided 'x-amz-mp-object-size' header does not match what was computed";
        return Err(s3_error!(InvalidRequest, "{}", message).into());
    }
    let Some((algorithm, value)) = expected else {
        return Ok(());
    };
    // SDKs leave the number of parts out of a checksum of checksums.
    let (computed, _) = assembled.checksum.value.rsplit_once('-').unwrap_or((&assembled.checksum.value, ""));
    let agrees = value == assembled.checksum.value || value == computed;
    if algorithm != assembled.checksum.algorithm || !agrees {
        let name = algorithm.name();
        return Err(s3_error!(BadDigest, "The {name} you specified did not match the calculated checksum.").into());
    }
    Ok(())
}
