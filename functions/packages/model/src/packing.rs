//! Values as they are stored: JSON, deflated (RFC 1951). A reader pays for every 4 kB of an item, a writer for every one.

use flate2::{Compression, read::DeflateDecoder, write::DeflateEncoder};
use serde::{Serialize, de::DeserializeOwned};
use std::io::{Read, Write};

/// Nothing that is packed here has more bytes.
pub const MOST_UNPACKED: u64 = 8 * 1024 * 1024;

/// A value cannot be packed, or bytes cannot be unpacked.
#[derive(Debug, thiserror::Error)]
#[error("not what was packed: {0}")]
pub struct BadPacking(String);

impl BadPacking {
    fn new(reason: impl ToString) -> Self {
        Self(reason.to_string())
    }
}

/// # Errors
/// When the value is no JSON.
pub fn pack<T: Serialize>(value: &T) -> Result<Vec<u8>, BadPacking> {
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(&serde_json::to_vec(value).map_err(BadPacking::new)?).map_err(BadPacking::new)?;
    encoder.finish().map_err(BadPacking::new)
}

/// # Errors
/// When that is not what [`pack`] has made, or has more than `limit` bytes.
pub fn unpack<T: DeserializeOwned>(bytes: &[u8], limit: u64) -> Result<T, BadPacking> {
    serde_json::from_slice(&inflated(bytes, limit)?).map_err(BadPacking::new)
}

/// # Errors
/// When these are no deflated bytes, or more than `limit`.
pub fn inflated(bytes: &[u8], limit: u64) -> Result<Vec<u8>, BadPacking> {
    let mut all = Vec::new();
    DeflateDecoder::new(bytes).take(limit + 1).read_to_end(&mut all).map_err(BadPacking::new)?;
    if all.len() as u64 > limit { Err(BadPacking::new("it is too large")) } else { Ok(all) }
}
