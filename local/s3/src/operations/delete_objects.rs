//! DeleteObjects.

use s3s::dto::{DeleteObjectsInput, DeleteObjectsOutput, DeletedObject};
use s3s::s3_error;

use super::read_object::refuse_version;
use crate::bucket;
use crate::error::Error;
use crate::object::{self, Address};
use crate::store::Store;

/// S3's bound on one DeleteObjects request.
const MOST_KEYS: usize = 1000;

/// Deletes all keys in one commit, or none.
pub(super) async fn delete(store: &Store, input: DeleteObjectsInput) -> Result<DeleteObjectsOutput, Error> {
    let objects = input.delete.objects;
    if objects.is_empty() || objects.len() > MOST_KEYS {
        return Err(s3_error!(MalformedXML, "One to {} objects can be deleted at once.", MOST_KEYS).into());
    }
    for object in &objects {
        refuse_version(object.version_id.as_deref())?;
        if object.e_tag.is_some() || object.size.is_some() || object.last_modified_time.is_some() {
            return Err(s3_error!(NotImplemented, "Conditions of single keys are not available here.").into());
        }
    }
    let keys: Vec<String> = objects.into_iter().map(|object| object.key).collect();
    let name = input.bucket;
    let deleting = store.change(move |change| {
        bucket::require(change.connection(), &name)?;
        for key in &keys {
            let address = Address { bucket: name.clone(), key: key.clone() };
            object::delete(change, &address)?;
        }
        Ok(keys)
    });
    let deleted = deleting.await?;
    let describe = |key| DeletedObject { key: Some(key), ..DeletedObject::default() };
    let quiet = input.delete.quiet.unwrap_or_default();
    Ok(DeleteObjectsOutput { deleted: (!quiet).then(|| deleted.into_iter().map(describe).collect()), ..DeleteObjectsOutput::default() })
}
