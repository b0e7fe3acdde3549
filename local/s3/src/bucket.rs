//! Buckets.

use rusqlite::{Connection, OptionalExtension, params};
use s3s::s3_error;

use crate::change::Change;
use crate::error::Error;
use crate::time::now;

/// Creates a bucket; one that exists is left as it is.
///
/// # Errors
/// `InvalidBucketName` by S3's naming rules.
pub(crate) fn create(change: &Change<'_>, name: &str) -> Result<(), Error> {
    if !s3s::path::check_bucket_name(name) {
        return Err(s3_error!(InvalidBucketName, "The bucket name {name:?} is not valid.").into());
    }
    change.connection().execute("insert or ignore into bucket(name, created) values(?, ?)", params![name, now()])?;
    Ok(())
}

/// # Errors
/// `NoSuchBucket`.
pub(crate) fn require(connection: &Connection, name: &str) -> Result<(), Error> {
    let found = connection.query_row("select 1 from bucket where name = ?", [name], |_| Ok(())).optional()?;
    Ok(found.ok_or_else(|| s3_error!(NoSuchBucket, "The specified bucket does not exist."))?)
}
