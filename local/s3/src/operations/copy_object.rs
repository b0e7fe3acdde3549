//! CopyObject: a second row for the same immutable blob.

use http::header::{IF_MATCH, IF_NONE_MATCH};
use http::{HeaderMap, HeaderName};
use s3s::dto::{
    ChecksumType, CopyObjectInput, CopyObjectOutput, CopyObjectResult, CopySource, ETagCondition, MetadataDirective, TaggingDirective,
};
use s3s::{S3Request, s3_error};

use super::read_object::refuse_version;
use crate::checksum::answer_checksum;
use crate::conditions::{ReadConditions, WriteConditions};
use crate::content::{ContentHeaders, content_headers};
use crate::error::Error;
use crate::notices::Cause;
use crate::object::{self, Address, StoredObject, now};
use crate::store::Store;
use crate::tags::Tags;

/// What a copy says instead of its source.
struct Replacements {
    content: Option<ContentHeaders>,
    tags: Option<Tags>,
}

pub(super) async fn copy(store: &Store, request: S3Request<CopyObjectInput>) -> Result<CopyObjectOutput, Error> {
    let mut input = request.input;
    let source = source_of(&input.copy_source)?;
    let target = Address { bucket: input.bucket.clone(), key: input.key.clone() };
    let replacements = replacements(&mut input)?;
    if source.bucket == target.bucket && source.key == target.key && replacements.content.is_none() {
        let message = "This copy request is illegal because it is trying to copy an object to itself without \
                       changing the object's metadata.";
        return Err(s3_error!(InvalidRequest, "{}", message).into());
    }
    let read_conditions = ReadConditions {
        if_match: input.copy_source_if_match,
        if_none_match: input.copy_source_if_none_match,
        if_modified_since: input.copy_source_if_modified_since,
        if_unmodified_since: input.copy_source_if_unmodified_since,
    };
    let write_conditions = target_conditions(&request.headers)?;
    let copying = store.change(move |change| {
        let found = object::require(change.connection(), &source)?;
        read_conditions.check_source(&found)?;
        write_conditions.check(object::find(change.connection(), &target)?.as_ref())?;
        let copy = StoredObject {
            modified: now(),
            content: replacements.content.unwrap_or(found.content),
            tags: replacements.tags.unwrap_or(found.tags),
            ..found
        };
        object::put(change, &target, &copy, None, Cause::Copy)?;
        Ok(copy)
    });
    let copy = copying.await?;
    let mut result = CopyObjectResult {
        e_tag: Some(copy.etag()),
        last_modified: Some(copy.modified()),
        checksum_type: (!copy.checksum.composite).then(|| ChecksumType::from_static(ChecksumType::FULL_OBJECT)),
        ..CopyObjectResult::default()
    };
    answer_checksum!(result, copy.checksum);
    Ok(CopyObjectOutput { copy_object_result: Some(result), ..CopyObjectOutput::default() })
}

/// The conditions on what the copy replaces, which the protocol crate does not read.
///
/// # Errors
/// `InvalidArgument` for a malformed header.
fn target_conditions(headers: &HeaderMap) -> Result<WriteConditions, Error> {
    let condition = |name: HeaderName| {
        let parsed = headers.get(&name).map(|value| ETagCondition::parse_http_header(value.as_bytes()));
        parsed.transpose().map_err(|_| s3_error!(InvalidArgument, "The header {} is not valid.", name))
    };
    WriteConditions::new(condition(IF_MATCH)?, condition(IF_NONE_MATCH)?)
}

fn source_of(source: &CopySource) -> Result<Address, Error> {
    let CopySource::Bucket { bucket, key, version_id } = source else {
        return Err(s3_error!(NotImplemented, "Access points are not available here.").into());
    };
    refuse_version(version_id.as_deref())?;
    Ok(Address { bucket: bucket.to_string(), key: key.to_string() })
}

fn replacements(input: &mut CopyObjectInput) -> Result<Replacements, Error> {
    let directive = input.metadata_directive.as_ref().map(MetadataDirective::as_str);
    let replaces_content = directive == Some(MetadataDirective::REPLACE);
    let directive = input.tagging_directive.as_ref().map(TaggingDirective::as_str);
    let replaces_tags = directive == Some(TaggingDirective::REPLACE);
    let tags = Tags::from_header(input.tagging.as_deref())?;
    let content = content_headers!(input)?;
    Ok(Replacements { content: replaces_content.then_some(content), tags: replaces_tags.then_some(tags) })
}
