//! Values as they are stored: JSON, deflated (RFC 1951), since each KB of an item costs with every write.

use flate2::{Compression, read::DeflateDecoder, write::DeflateEncoder};
use serde::{Serialize, de::DeserializeOwned};
use std::io::{Error, Read, Write};

/// More than the longest answers to all questions take unpacked.
const MOST_UNPACKED: u64 = 8 * 1024 * 1024;

pub(crate) fn pack<T: Serialize>(value: &T) -> Result<Vec<u8>, Error> {
    let mut deflated = DeflateEncoder::new(Vec::new(), Compression::best());
    deflated.write_all(&serde_json::to_vec(value)?)?;
    deflated.finish()
}

pub(crate) fn unpack<T: DeserializeOwned>(packed: &[u8]) -> Result<T, Error> {
    let mut json = Vec::new();
    DeflateDecoder::new(packed).take(MOST_UNPACKED).read_to_end(&mut json)?;
    Ok(serde_json::from_slice(&json)?)
}
