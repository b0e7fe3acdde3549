//! When something was made.

use std::time::{Duration, SystemTime};

use s3s::dto::Timestamp;

/// S3's time of something, in whole seconds as S3 gives it.
pub(crate) fn timestamp(milliseconds: i64) -> Timestamp {
    let seconds = u64::try_from(milliseconds / 1000).unwrap_or_default();
    Timestamp::from(SystemTime::UNIX_EPOCH + Duration::from_secs(seconds))
}

/// The time of a change, in milliseconds since 1970. It is the machine's, as are the times in signatures and in the conditions of
/// requests, which the SDKs take from there; nothing of the platform asks how old an object is.
pub(crate) fn now() -> i64 {
    local_kit::machine_time().as_millisecond()
}
