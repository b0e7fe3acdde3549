//! GetObjectTagging.

use s3s::dto::{GetObjectTaggingInput, GetObjectTaggingOutput, Tag};

use super::read_object::refuse_version;
use crate::error::Error;
use crate::object::{self, Address};
use crate::store::Store;

pub(super) async fn get(store: &Store, input: GetObjectTaggingInput) -> Result<GetObjectTaggingOutput, Error> {
    refuse_version(input.version_id.as_deref())?;
    let address = Address { bucket: input.bucket, key: input.key };
    let object = store.read(move |connection| object::require(connection, &address)).await?;
    let describe = |(key, value): &(String, String)| Tag { key: Some(key.clone()), value: Some(value.clone()) };
    Ok(GetObjectTaggingOutput { tag_set: object.tags.pairs().iter().map(describe).collect(), version_id: None })
}
