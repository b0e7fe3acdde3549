//! Conditional reads and writes.
//!
//! Source: RFC 9110 section 13.2.2, and Amazon S3 user guide, "Conditional requests".

use http::header::{ETAG, LAST_MODIFIED};
use http::{HeaderMap, HeaderValue};
use s3s::dto::{ETagCondition, Timestamp, TimestampFormat};
use s3s::{S3Error, s3_error};

use crate::error::Error;
use crate::object::StoredObject;

/// The conditions of a read.
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

/// The conditions of a write.
pub(crate) struct WriteConditions {
    pub(crate) if_match: Option<ETagCondition>,
    pub(crate) if_none_match: Option<ETagCondition>,
}

impl WriteConditions {
    /// Refuses what Amazon S3 refuses whatever is there: "if there is none" has no other form than `*`.
    ///
    /// # Errors
    /// `NotImplemented` (501).
    pub(crate) fn check_form(&self) -> Result<(), Error> {
        match &self.if_none_match {
            None | Some(ETagCondition::Any) => Ok(()),
            Some(ETagCondition::ETag(_)) => Err(s3_error!(NotImplemented, "If-None-Match of a write takes * alone.").into()),
        }
    }

    /// # Errors
    /// `PreconditionFailed` (412), or `NoSuchKey` where an object is to be replaced that is not there.
    pub(crate) fn check(&self, there: Option<&StoredObject>) -> Result<(), Error> {
        match (there, &self.if_match) {
            (None, Some(_)) => Err(s3_error!(NoSuchKey, "The specified key does not exist.").into()),
            (Some(object), Some(condition)) if !matches(condition, &object.etag) => Err(precondition_failed()),
            (Some(_), _) if self.if_none_match.is_some() => Err(precondition_failed()),
            _ => Ok(()),
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
}
