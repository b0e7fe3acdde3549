//! Objects: the rows that make blobs visible.

use rusqlite::{Connection, OptionalExtension, params};
use s3s::dto::{ETag, Timestamp};
use s3s::s3_error;

use crate::blobs::PendingBlob;
use crate::bucket;
use crate::change::Change;
use crate::checksum::Checksum;
use crate::content::ContentHeaders;
use crate::error::Error;
use crate::tags::Tags;
use crate::time::timestamp;

/// Where an object is.
#[derive(Clone)]
pub(crate) struct Address {
    pub(crate) bucket: String,
    pub(crate) key: String,
}

/// An object's row without its address.
pub(crate) struct StoredObject {
    /// Bytes.
    pub(crate) size: u64,
    /// Without quotes.
    pub(crate) etag: String,
    pub(crate) blob: String,
    /// Milliseconds since 1970.
    pub(crate) modified: i64,
    pub(crate) content: ContentHeaders,
    pub(crate) tags: Tags,
    pub(crate) checksum: Checksum,
}

impl StoredObject {
    pub(crate) fn modified(&self) -> Timestamp {
        timestamp(self.modified)
    }

    pub(crate) fn etag(&self) -> ETag {
        ETag::Strong(self.etag.clone())
    }
}

/// Finds an object in a bucket that must exist.
///
/// # Errors
/// `NoSuchBucket`.
pub(crate) fn find(connection: &Connection, address: &Address) -> Result<Option<StoredObject>, Error> {
    bucket::require(connection, &address.bucket)?;
    let mut statement =
        connection.prepare_cached("select size, etag, blob, modified, content, tags, checksum from object where bucket = ? and key = ?")?;
    let found = statement
        .query_row([&address.bucket, &address.key], |row| {
            let json: [String; 3] = [row.get(4)?, row.get(5)?, row.get(6)?];
            Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, json))
        })
        .optional()?;
    let Some((size, etag, blob, modified, [content, tags, checksum])) = found else {
        return Ok(None);
    };
    Ok(Some(StoredObject {
        size,
        etag,
        blob,
        modified,
        content: serde_json::from_str(&content)?,
        tags: serde_json::from_str(&tags)?,
        checksum: serde_json::from_str(&checksum)?,
    }))
}

/// Finds an object that must exist.
///
/// # Errors
/// `NoSuchBucket`, `NoSuchKey`.
pub(crate) fn require(connection: &Connection, address: &Address) -> Result<StoredObject, Error> {
    let found = find(connection, address)?;
    Ok(found.ok_or_else(|| s3_error!(NoSuchKey, "The specified key does not exist."))?)
}

/// Makes `object` visible at `address` in place of what is there. `blob` holds its bytes.
pub(crate) fn put(change: &mut Change<'_>, address: &Address, object: &StoredObject, blob: PendingBlob) -> Result<(), Error> {
    if let Some(replaced) = find(change.connection(), address)? {
        change.release(replaced.blob);
    }
    change.connection().execute(
        "insert or replace into object(bucket, key, size, etag, blob, modified, content, tags, checksum)
         values(?, ?, ?, ?, ?, ?, ?, ?, ?)",
        params![
            address.bucket,
            address.key,
            object.size,
            object.etag,
            object.blob,
            object.modified,
            serde_json::to_string(&object.content)?,
            serde_json::to_string(&object.tags)?,
            serde_json::to_string(&object.checksum)?,
        ],
    )?;
    change.keep(blob);
    Ok(())
}

/// Replaces the tags of an object, if it is still the one with this ETag.
///
/// # Errors
/// `NoSuchBucket`, `NoSuchKey`.
pub(crate) fn set_tags(change: &Change<'_>, address: &Address, etag: &str, tags: &Tags) -> Result<bool, Error> {
    require(change.connection(), address)?;
    let changed = change.connection().execute(
        "update object set tags = ? where bucket = ? and key = ? and etag = ?",
        params![serde_json::to_string(tags)?, address.bucket, address.key, etag],
    )?;
    Ok(changed > 0)
}

/// Deletes an object; one that is not there is no error.
///
/// # Errors
/// `NoSuchBucket`.
pub(crate) fn delete(change: &mut Change<'_>, address: &Address) -> Result<(), Error> {
    if let Some(object) = find(change.connection(), address)? {
        change.connection().execute("delete from object where bucket = ? and key = ?", [&address.bucket, &address.key])?;
        change.release(object.blob);
    }
    Ok(())
}
