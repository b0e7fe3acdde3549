//! Multipart uploads: rows of uploads and parts, invisible until they are completed.
//!
//! Source: Amazon S3 user guide, "Uploading and copying objects using multipart upload".

use rusqlite::{Connection, OptionalExtension, params};
use s3s::s3_error;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::body::Received;
use crate::bucket;
use crate::change::Change;
use crate::checksum::{Algorithm, Checksum};
use crate::content::ContentHeaders;
use crate::error::Error;
use crate::object::Address;
use crate::time::now;

/// The checksum that an upload's object is to have.
#[derive(Clone, Copy, Serialize, Deserialize)]
pub(crate) struct Plan {
    pub(crate) algorithm: Algorithm,
    /// A checksum of the parts' checksums, rather than of the whole object.
    pub(crate) composite: bool,
    /// Whether the client chose the algorithm; then every part must use it.
    pub(crate) chosen: bool,
}

/// What the object of an upload will carry.
pub(crate) struct Upload {
    pub(crate) content: ContentHeaders,
    pub(crate) plan: Plan,
}

/// One part that has arrived.
pub(crate) struct StoredPart {
    pub(crate) number: i32,
    /// Bytes.
    pub(crate) size: u64,
    /// Hexadecimal; also the part's ETag.
    pub(crate) md5: String,
    pub(crate) blob: String,
    /// Milliseconds since 1970.
    pub(crate) modified: i64,
    pub(crate) checksum: Checksum,
}

impl Plan {
    /// # Errors
    /// `InvalidRequest` for an unknown algorithm or a kind of checksum that the algorithm does not have.
    pub(crate) fn new(algorithm: Option<&str>, kind: Option<&str>) -> Result<Self, Error> {
        let chosen = algorithm.is_some();
        let algorithm = match algorithm {
            None => Algorithm::Crc64Nvme,
            Some(name) => Algorithm::named(name).ok_or_else(|| s3_error!(InvalidRequest, "Checksum algorithm provided is unsupported."))?,
        };
        let composite = match kind {
            None => algorithm != Algorithm::Crc64Nvme,
            Some("COMPOSITE") if algorithm != Algorithm::Crc64Nvme => true,
            Some("FULL_OBJECT") if algorithm.covers_whole_objects() => false,
            Some(kind) => {
                let name = algorithm.name();
                return Err(s3_error!(InvalidRequest, "The {kind} checksum type cannot be used with {name}.").into());
            }
        };
        Ok(Self { algorithm, composite, chosen })
    }
}

/// Starts an upload and returns its id.
///
/// # Errors
/// `NoSuchBucket`.
pub(crate) fn start(change: &Change<'_>, address: &Address, upload: &Upload) -> Result<String, Error> {
    bucket::require(change.connection(), &address.bucket)?;
    let id = Uuid::new_v4().simple().to_string();
    change.connection().execute(
        "insert into upload(id, bucket, key, content, checksum) values(?, ?, ?, ?, ?)",
        params![id, address.bucket, address.key, serde_json::to_string(&upload.content)?, serde_json::to_string(&upload.plan)?,],
    )?;
    Ok(id)
}

/// Finds an upload under way.
///
/// # Errors
/// `NoSuchBucket`, `NoSuchUpload`: also when it belongs to another key.
pub(crate) fn require(connection: &Connection, address: &Address, id: &str) -> Result<Upload, Error> {
    bucket::require(connection, &address.bucket)?;
    let found: Option<[String; 2]> = connection
        .query_row(
            "select content, checksum from upload where id = ? and bucket = ? and key = ?",
            [id, &address.bucket, &address.key],
            |row| Ok([row.get(0)?, row.get(1)?]),
        )
        .optional()?;
    let missing = || s3_error!(NoSuchUpload, "The specified upload does not exist.");
    let [content, plan] = found.ok_or_else(missing)?;
    Ok(Upload { content: serde_json::from_str(&content)?, plan: serde_json::from_str(&plan)? })
}

/// Adds a part to an upload, in place of an earlier one of the same number.
///
/// # Errors
/// `NoSuchUpload`: the upload may have ended while the part arrived.
pub(crate) fn add_part(change: &mut Change<'_>, address: &Address, id: &str, number: i32, received: Received) -> Result<(), Error> {
    require(change.connection(), address, id)?;
    let replaced: Option<String> = change
        .connection()
        .query_row("delete from part where upload = ? and number = ? returning blob", params![id, number], |row| row.get(0))
        .optional()?;
    change.connection().execute(
        "insert into part(upload, number, size, md5, blob, modified, checksum) values(?, ?, ?, ?, ?, ?, ?)",
        params![
            id,
            number,
            received.size,
            hex::encode(received.md5),
            received.blob.id(),
            now(),
            serde_json::to_string(&received.checksum)?,
        ],
    )?;
    replaced.into_iter().for_each(|blob| change.release(blob));
    change.keep(received.blob);
    Ok(())
}

/// The parts of an upload by number.
pub(crate) fn parts(connection: &Connection, id: &str) -> Result<Vec<StoredPart>, Error> {
    let mut statement =
        connection.prepare("select number, size, md5, blob, modified, checksum from part where upload = ? order by number")?;
    let mut rows = statement.query([id])?;
    let mut parts = Vec::new();
    while let Some(row) = rows.next()? {
        parts.push(StoredPart {
            number: row.get(0)?,
            size: row.get(1)?,
            md5: row.get(2)?,
            blob: row.get(3)?,
            modified: row.get(4)?,
            checksum: serde_json::from_str(&row.get::<_, String>(5)?)?,
        });
    }
    Ok(parts)
}

/// Ends an upload, completed or aborted, and lets go of its parts.
pub(crate) fn end(change: &mut Change<'_>, id: &str) -> Result<(), Error> {
    let parts = parts(change.connection(), id)?;
    change.connection().execute("delete from upload where id = ?", [id])?;
    parts.into_iter().for_each(|part| change.release(part.blob));
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_algorithm_has_its_kinds() {
        let composite = |algorithm, kind| Plan::new(algorithm, kind).ok().map(|plan| plan.composite);
        assert_eq!(composite(None, None), Some(false));
        assert_eq!(composite(Some("CRC32"), None), Some(true));
        assert_eq!(composite(Some("CRC32"), Some("FULL_OBJECT")), Some(false));
        assert_eq!(composite(Some("SHA256"), Some("COMPOSITE")), Some(true));
        assert_eq!(composite(Some("SHA256"), Some("FULL_OBJECT")), None);
        assert_eq!(composite(Some("CRC64NVME"), Some("COMPOSITE")), None);
        assert_eq!(composite(Some("MD4"), None), None);
    }
}
