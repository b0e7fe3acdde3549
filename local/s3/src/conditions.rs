//! Conditional reads and writes.
//!
//! Source: RFC 9110 section 13.2.2, and Amazon S3 user guide, "Conditional requests".

use http::header::{ETAG, LAST_MODIFIED};
use http::{HeaderMap, HeaderValue};
use s3s::dto::{ETagCondition, Timestamp, TimestampFormat};
use s3s::{S3Error, s3_error};

use crate::error::Error;
use crate::object::StoredObject;

/// The conditions of a write.
pub(crate) struct WriteConditions {
    if_match: Option<ETagCondition>,
    if_absent: bool,
}

/// The conditions of a read, or of the source of a copy.
pub(crate) struct ReadConditions {
    pub(crate) if_match: Option<ETagCondition>,
    pub(crate) if_none_match: Option<ETagCondition>,
    pub(crate) if_modified_since: Option<Timestamp>,
    pub(crate) if_unmodified_since: Option<Timestamp>,
}

/// What the conditions of a read come to.
#[derive(Debug, PartialEq, Eq)]
enum Outcome {
    Go,
    Failed,
    NotModified,
}

impl WriteConditions {
    /// # Errors
    /// `NotImplemented`: S3 knows `If-None-Match` on writes with `*` only.
    pub(crate) fn new(if_match: Option<ETagCondition>, if_none_match: Option<ETagCondition>) -> Result<Self, Error> {
        if if_none_match.as_ref().is_some_and(|condition| !condition.is_any()) {
            return Err(s3_error!(NotImplemented, "If-None-Match takes only * on writes.").into());
        }
        Ok(Self { if_match, if_absent: if_none_match.is_some() })
    }

    /// # Errors
    /// `PreconditionFailed`, or `NoSuchKey` when `If-Match` finds nothing.
    pub(crate) fn check(&self, current: Option<&StoredObject>) -> Result<(), Error> {
        if self.if_absent && current.is_some() {
            return Err(precondition_failed());
        }
        match (&self.if_match, current) {
            (None, _) => Ok(()),
            (Some(_), None) => Err(s3_error!(NoSuchKey, "The specified key does not exist.").into()),
            (Some(condition), Some(object)) if matches(condition, &object.etag) => Ok(()),
            (Some(_), Some(_)) => Err(precondition_failed()),
        }
    }
}

impl ReadConditions {
    /// # Errors
    /// `PreconditionFailed` (412) or `NotModified` (304, with the object's validators).
    pub(crate) fn check(&self, object: &StoredObject) -> Result<(), Error> {
        match self.outcome(&object.etag, &object.modified()) {
            Outcome::Go => Ok(()),
            Outcome::Failed => Err(precondition_failed()),
            Outcome::NotModified => Err(not_modified(object).into()),
        }
    }

    /// The same for the source of a copy, where there is no 304.
    ///
    /// # Errors
    /// `PreconditionFailed`.
    pub(crate) fn check_source(&self, object: &StoredObject) -> Result<(), Error> {
        match self.outcome(&object.etag, &object.modified()) {
            Outcome::Go => Ok(()),
            Outcome::Failed | Outcome::NotModified => Err(precondition_failed()),
        }
    }

    fn outcome(&self, etag: &str, modified: &Timestamp) -> Outcome {
        let kept = match (&self.if_match, &self.if_unmodified_since) {
            (Some(condition), _) => matches(condition, etag),
            (None, Some(since)) => modified <= since,
            (None, None) => true,
        };
        let changed = match (&self.if_none_match, &self.if_modified_since) {
            (Some(condition), _) => !matches(condition, etag),
            (None, Some(since)) => modified > since,
            (None, None) => true,
        };
        match (kept, changed) {
            (false, _) => Outcome::Failed,
            (true, false) => Outcome::NotModified,
            (true, true) => Outcome::Go,
        }
    }
}

fn matches(condition: &ETagCondition, etag: &str) -> bool {
    condition.as_etag().is_none_or(|expected| expected.value() == etag)
}

fn precondition_failed() -> Error {
    let message = "At least one of the pre-conditions you specified did not hold";
    s3_error!(PreconditionFailed, "{}", message).into()
}

fn not_modified(object: &StoredObject) -> S3Error {
    let mut error = s3_error!(NotModified);
    let mut headers = HeaderMap::new();
    if let Ok(etag) = HeaderValue::from_str(&format!("\"{}\"", object.etag)) {
        headers.insert(ETAG, etag);
    }
    let mut date = Vec::new();
    if object.modified().format(TimestampFormat::HttpDate, &mut date).is_ok()
        && let Ok(date) = HeaderValue::from_bytes(&date)
    {
        headers.insert(LAST_MODIFIED, date);
    }
    error.set_headers(headers);
    error
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, SystemTime};

    use super::*;

    fn at(seconds: u64) -> Timestamp {
        Timestamp::from(SystemTime::UNIX_EPOCH + Duration::from_secs(seconds))
    }

    fn etag(text: &str) -> Option<ETagCondition> {
        Some(text.parse().unwrap())
    }

    /// The outcome for an object with ETag `x`, modified at second 10.
    fn outcome(
        if_match: Option<ETagCondition>,
        unmodified: Option<u64>,
        if_none_match: Option<ETagCondition>,
        modified: Option<u64>,
    ) -> Outcome {
        let conditions =
            ReadConditions { if_match, if_none_match, if_modified_since: modified.map(at), if_unmodified_since: unmodified.map(at) };
        conditions.outcome("x", &at(10))
    }

    #[test]
    fn validators_take_precedence_over_dates() {
        assert_eq!(outcome(None, None, None, None), Outcome::Go);
        assert_eq!(outcome(etag("\"x\""), Some(5), None, None), Outcome::Go);
        assert_eq!(outcome(etag("\"y\""), Some(15), None, None), Outcome::Failed);
        assert_eq!(outcome(None, Some(9), None, None), Outcome::Failed);
        assert_eq!(outcome(None, Some(10), None, None), Outcome::Go);
        assert_eq!(outcome(None, None, etag("\"x\""), Some(5)), Outcome::NotModified);
        assert_eq!(outcome(None, None, etag("\"y\""), Some(15)), Outcome::Go);
        assert_eq!(outcome(None, None, None, Some(10)), Outcome::NotModified);
        assert_eq!(outcome(None, None, None, Some(9)), Outcome::Go);
        assert_eq!(outcome(etag("\"y\""), None, etag("\"x\""), None), Outcome::Failed);
        assert_eq!(outcome(etag("*"), None, None, None), Outcome::Go);
    }

    #[test]
    fn writes_know_only_the_star() {
        assert!(WriteConditions::new(None, etag("\"x\"")).is_err());
        let absent = WriteConditions::new(None, etag("*")).unwrap();
        assert!(absent.check(None).is_ok());
        let matching = WriteConditions::new(etag("\"x\""), None).unwrap();
        assert!(matching.check(None).is_err());
    }
}
