//! `x-amz-checksum-*`: the algorithms, and the value kept with an object or a part.
//!
//! Source: Amazon S3 user guide, "Checking object integrity".

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use s3s::checksum::ChecksumHasher;
use s3s::s3_error;
use serde::{Deserialize, Serialize};

use crate::error::Error;

/// A checksum algorithm of S3.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Algorithm {
    Crc32,
    Crc32c,
    /// What S3 computes when the writer names none.
    Crc64Nvme,
    Sha1,
    Sha256,
}

/// A checksum and what it covers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Checksum {
    pub(crate) algorithm: Algorithm,
    /// Base64; a checksum of checksums ends in `-` and the number of parts.
    pub(crate) value: String,
    /// Whether it is a checksum of the parts' checksums.
    pub(crate) composite: bool,
}

/// The checksums that an input carries. A macro, since the generated inputs share these fields and no trait.
macro_rules! given_checksums {
    ($input:expr) => {{
        use $crate::checksum::Algorithm;
        [
            (Algorithm::Crc32, $input.checksum_crc32.clone()),
            (Algorithm::Crc32c, $input.checksum_crc32c.clone()),
            (Algorithm::Crc64Nvme, $input.checksum_crc64nvme.clone()),
            (Algorithm::Sha1, $input.checksum_sha1.clone()),
            (Algorithm::Sha256, $input.checksum_sha256.clone()),
        ]
    }};
}
pub(crate) use given_checksums;

/// Puts a checksum into an output. A macro, since the generated outputs share these fields and no trait.
macro_rules! answer_checksum {
    ($output:expr, $checksum:expr) => {{
        use $crate::checksum::Algorithm;
        let value = Some($checksum.value.clone());
        match $checksum.algorithm {
            Algorithm::Crc32 => $output.checksum_crc32 = value,
            Algorithm::Crc32c => $output.checksum_crc32c = value,
            Algorithm::Crc64Nvme => $output.checksum_crc64nvme = value,
            Algorithm::Sha1 => $output.checksum_sha1 = value,
            Algorithm::Sha256 => $output.checksum_sha256 = value,
        }
    }};
}
pub(crate) use answer_checksum;

/// The one checksum among those given.
///
/// # Errors
/// `InvalidRequest` when there are several: S3 takes one per request.
pub(crate) fn single(given: [(Algorithm, Option<String>); 5]) -> Result<Option<(Algorithm, String)>, Error> {
    let mut present = given.into_iter().filter_map(|(algorithm, value)| Some((algorithm, value?)));
    let first = present.next();
    if present.next().is_some() {
        return Err(s3_error!(InvalidRequest, "Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.").into());
    }
    Ok(first)
}

impl Algorithm {
    const ALL: [Self; 5] = [Self::Crc32, Self::Crc32c, Self::Crc64Nvme, Self::Sha1, Self::Sha256];

    /// The name in `x-amz-checksum-algorithm`.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Crc32 => "CRC32",
            Self::Crc32c => "CRC32C",
            Self::Crc64Nvme => "CRC64NVME",
            Self::Sha1 => "SHA1",
            Self::Sha256 => "SHA256",
        }
    }

    /// The header or trailer that carries the value.
    pub(crate) const fn header(self) -> &'static str {
        match self {
            Self::Crc32 => "x-amz-checksum-crc32",
            Self::Crc32c => "x-amz-checksum-crc32c",
            Self::Crc64Nvme => "x-amz-checksum-crc64nvme",
            Self::Sha1 => "x-amz-checksum-sha1",
            Self::Sha256 => "x-amz-checksum-sha256",
        }
    }

    /// Finds the algorithm by [`Self::name`].
    pub(crate) fn named(name: &str) -> Option<Self> {
        let mut all = Self::ALL.into_iter();
        all.find(|algorithm| algorithm.name().eq_ignore_ascii_case(name))
    }

    /// Finds the algorithm by [`Self::header`].
    pub(crate) fn of_header(name: &str) -> Option<Self> {
        let mut all = Self::ALL.into_iter();
        all.find(|algorithm| algorithm.header().eq_ignore_ascii_case(name))
    }

    /// Whether parts' values can stand for the whole object; the others exist as checksums of checksums only.
    pub(crate) const fn covers_whole_objects(self) -> bool {
        matches!(self, Self::Crc32 | Self::Crc32c | Self::Crc64Nvme)
    }

    /// A hasher of this algorithm alone.
    pub(crate) fn hasher(self) -> ChecksumHasher {
        let mut hasher = ChecksumHasher::default();
        match self {
            Self::Crc32 => hasher.crc32 = Some(s3s::crypto::Crc32::default()),
            Self::Crc32c => hasher.crc32c = Some(s3s::crypto::Crc32c::default()),
            Self::Crc64Nvme => hasher.crc64nvme = Some(s3s::crypto::Crc64Nvme::default()),
            Self::Sha1 => hasher.sha1 = Some(s3s::crypto::Sha1::default()),
            Self::Sha256 => hasher.sha256 = Some(s3s::crypto::Sha256::default()),
        }
        hasher
    }

    /// The base64 value of a hasher made by [`Self::hasher`].
    pub(crate) fn value(self, hasher: ChecksumHasher) -> String {
        let values = hasher.finalize();
        let value = match self {
            Self::Crc32 => values.checksum_crc32,
            Self::Crc32c => values.checksum_crc32c,
            Self::Crc64Nvme => values.checksum_crc64nvme,
            Self::Sha1 => values.checksum_sha1,
            Self::Sha256 => values.checksum_sha256,
        };
        value.unwrap_or_default()
    }

    /// The checksum of the parts' checksums, given in base64.
    ///
    /// # Errors
    /// `InvalidPart` when a value is not base64.
    pub(crate) fn of_parts(self, values: &[&str]) -> Result<String, Error> {
        let mut hasher = self.hasher();
        for value in values {
            let digest = STANDARD.decode(value);
            hasher.update(&digest.map_err(|_| s3_error!(InvalidPart, "A part's checksum is not base64."))?);
        }
        Ok(format!("{}-{}", self.value(hasher), values.len()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_those_of_the_reference_vectors() {
        let value = |algorithm: Algorithm| {
            let mut hasher = algorithm.hasher();
            hasher.update(b"123456789");
            algorithm.value(hasher)
        };
        // The "check" values of the CRC catalogue, and the SHA digests of the same nine digits.
        assert_eq!(value(Algorithm::Crc32), STANDARD.encode(0xCBF4_3926_u32.to_be_bytes()));
        assert_eq!(value(Algorithm::Crc32c), STANDARD.encode(0xE306_9283_u32.to_be_bytes()));
        assert_eq!(value(Algorithm::Crc64Nvme), STANDARD.encode(0xAE8B_1486_0A79_9888_u64.to_be_bytes()));
        assert_eq!(value(Algorithm::Sha1), "98O8HYCOBHMq32eZZczDTKeuNEE=");
        assert_eq!(value(Algorithm::Sha256), "FeKw08M4keuw8e9gnsQZQgwg4yDOlMZfvIwzEkSOsiU=");
    }

    #[test]
    fn one_checksum_is_taken_and_two_are_refused() {
        let given = |crc32: Option<&str>, sha1: Option<&str>| {
            single([
                (Algorithm::Crc32, crc32.map(str::to_owned)),
                (Algorithm::Crc32c, None),
                (Algorithm::Crc64Nvme, None),
                (Algorithm::Sha1, sha1.map(str::to_owned)),
                (Algorithm::Sha256, None),
            ])
        };
        assert_eq!(given(None, None).unwrap(), None);
        assert_eq!(given(Some("a"), None).unwrap(), Some((Algorithm::Crc32, "a".to_owned())));
        assert!(given(Some("a"), Some("b")).is_err());
    }

    #[test]
    fn names_and_headers_lead_back() {
        for algorithm in Algorithm::ALL {
            assert_eq!(Algorithm::named(algorithm.name()), Some(algorithm));
            assert_eq!(Algorithm::of_header(algorithm.header()), Some(algorithm));
        }
        assert_eq!(Algorithm::named("MD4"), None);
    }
}
