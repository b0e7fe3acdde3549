//! Reading and replacing the tags of an object.

use s3s::dto::{DeleteObjectTaggingInput, GetObjectTaggingInput, GetObjectTaggingOutput, PutObjectTaggingInput, Tag};

use super::read_object::refuse_version;
use crate::error::Error;
use crate::object::{self, Address};
use crate::store::Store;
use crate::tags::Tags;

pub(super) async fn get(store: &Store, input: GetObjectTaggingInput) -> Result<GetObjectTaggingOutput, Error> {
    refuse_version(input.version_id.as_deref())?;
    let address = Address { bucket: input.bucket, key: input.key };
    let object = store.read(move |connection| object::require(connection, &address)).await?;
    let describe = |(key, value)| Tag { key: Some(key), value: Some(value) };
    Ok(GetObjectTaggingOutput { tag_set: object.tags.into_pairs().into_iter().map(describe).collect(), version_id: None })
}

pub(super) async fn put(store: &Store, input: PutObjectTaggingInput) -> Result<(), Error> {
    refuse_version(input.version_id.as_deref())?;
    let pair = |tag: Tag| (tag.key.unwrap_or_default(), tag.value.unwrap_or_default());
    let tags = Tags::new(input.tagging.tag_set.into_iter().map(pair).collect())?;
    set(store, input.bucket, input.key, tags).await
}

pub(super) async fn delete(store: &Store, input: DeleteObjectTaggingInput) -> Result<(), Error> {
    refuse_version(input.version_id.as_deref())?;
    set(store, input.bucket, input.key, Tags::default()).await
}

async fn set(store: &Store, bucket: String, key: String, tags: Tags) -> Result<(), Error> {
    let address = Address { bucket, key };
    store.change(move |change| object::set_tags(change, &address, &tags)).await
}
