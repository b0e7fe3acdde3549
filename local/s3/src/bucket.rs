//! Buckets.

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, params};
use s3s::s3_error;

use crate::change::Change;
use crate::error::Error;

/// A bucket's name and when it was made.
pub(crate) struct StoredBucket {
    pub(crate) name: String,
    /// Milliseconds since 1970.
    pub(crate) created: i64,
}

/// Creates a bucket and tells whether it is new.
///
/// # Errors
/// `InvalidBucketName` by S3's naming rules.
pub(crate) fn create(change: &Change<'_>, name: &str) -> Result<bool, Error> {
    if !s3s::path::check_bucket_name(name) {
        return Err(s3_error!(InvalidBucketName, "The bucket name {name:?} is not valid.").into());
    }
    let created = change
        .connection()
        .execute("insert or ignore into bucket(name, created) values(?, ?)", params![name, Timestamp::now().as_millisecond()])?;
    Ok(created == 1)
}

/// # Errors
/// `NoSuchBucket`.
pub(crate) fn require(connection: &Connection, name: &str) -> Result<(), Error> {
    let found = connection.query_row("select 1 from bucket where name = ?", [name], |_| Ok(())).optional()?;
    Ok(found.ok_or_else(|| s3_error!(NoSuchBucket, "The specified bucket does not exist."))?)
}

/// All buckets by name.
pub(crate) fn list(connection: &Connection) -> Result<Vec<StoredBucket>, Error> {
    let mut statement = connection.prepare("select name, created from bucket order by name")?;
    let rows = statement.query_map([], |row| Ok(StoredBucket { name: row.get(0)?, created: row.get(1)? }))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Deletes an empty bucket with its unfinished uploads.
///
/// # Errors
/// `NoSuchBucket`, `BucketNotEmpty`.
pub(crate) fn delete(change: &mut Change<'_>, name: &str) -> Result<(), Error> {
    require(change.connection(), name)?;
    let occupied: bool = change.connection().query_row("select exists(select 1 from object where bucket = ?)", [name], |row| row.get(0))?;
    if occupied {
        return Err(s3_error!(BucketNotEmpty, "The bucket you tried to delete is not empty.").into());
    }
    let parts: Vec<String> = change
        .connection()
        .prepare("select blob from part where upload in (select id from upload where bucket = ?)")?
        .query_map([name], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    change.connection().execute("delete from bucket where name = ?", [name])?;
    parts.into_iter().for_each(|blob| change.release(blob));
    Ok(())
}
