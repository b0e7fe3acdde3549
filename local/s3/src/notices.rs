//! Object-created notices: written in the commit that makes an object visible, kept until they are forgotten.

use jiff::Timestamp;
use rusqlite::{Connection, params};

use crate::bucket;
use crate::change::Change;
use crate::error::Error;
use crate::object::{Address, StoredObject};

/// How an object came to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cause {
    /// PutObject.
    Put,
    /// CompleteMultipartUpload.
    CompleteMultipartUpload,
}

impl Cause {
    /// The event name in messages.
    #[must_use]
    pub const fn event_name(self) -> &'static str {
        match self {
            Self::Put => "ObjectCreated:Put",
            Self::CompleteMultipartUpload => "ObjectCreated:CompleteMultipartUpload",
        }
    }

    fn named(event_name: &str) -> Self {
        // An earlier version's notices of copies, too, are no more than objects that are there.
        if event_name == Self::CompleteMultipartUpload.event_name() { Self::CompleteMultipartUpload } else { Self::Put }
    }
}

/// Says that an object was created. Given out at least once, and again until it is forgotten.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// What [`crate::S3::forget_notices`] takes. Ids rise in the order of the commits and are never used twice.
    pub id: i64,
    /// The bucket's name.
    pub bucket: String,
    /// The object's key, as it is.
    pub key: String,
    /// Bytes.
    pub size: u64,
    /// Without quotes.
    pub etag: String,
    /// How the object came to be.
    pub cause: Cause,
    /// When the object became visible, in milliseconds.
    pub created: Timestamp,
}

/// Asks for notices of every object that is created in `bucket` from now on.
///
/// # Errors
/// `NoSuchBucket`.
pub(crate) fn enable(change: &Change<'_>, bucket: &str) -> Result<(), Error> {
    bucket::require(change.connection(), bucket)?;
    change.connection().execute("insert or ignore into notification(bucket) values(?)", [bucket])?;
    Ok(())
}

/// Records the notice of a new object, if its bucket asks for it.
pub(crate) fn record(change: &mut Change<'_>, address: &Address, object: &StoredObject, cause: Cause) -> Result<(), Error> {
    let wanted: bool =
        change.connection().query_row("select exists(select 1 from notification where bucket = ?)", [&address.bucket], |row| row.get(0))?;
    if !wanted {
        return Ok(());
    }
    change.connection().execute(
        "insert into notice(bucket, key, size, etag, cause, created) values(?, ?, ?, ?, ?, ?)",
        params![address.bucket, address.key, object.size, object.etag, cause.event_name(), object.modified],
    )?;
    change.announce();
    Ok(())
}

/// The oldest notices, at most `most`.
pub(crate) fn oldest(connection: &Connection, most: usize) -> Result<Vec<Notice>, Error> {
    let mut statement = connection.prepare_cached("select id, bucket, key, size, etag, cause, created from notice order by id limit ?")?;
    let rows = statement.query_map([most], |row| {
        Ok(Notice {
            id: row.get(0)?,
            bucket: row.get(1)?,
            key: row.get(2)?,
            size: row.get(3)?,
            etag: row.get(4)?,
            cause: Cause::named(&row.get::<_, String>(5)?),
            created: Timestamp::from_millisecond(row.get(6)?).map_err(|_| rusqlite::Error::InvalidQuery)?,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Forgets notices; ids that are not there are no error.
pub(crate) fn forget(change: &Change<'_>, ids: &[i64]) -> Result<(), Error> {
    let mut statement = change.connection().prepare_cached("delete from notice where id = ?")?;
    for id in ids {
        statement.execute([id])?;
    }
    Ok(())
}
