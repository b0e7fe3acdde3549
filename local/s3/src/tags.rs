//! Object tags and their limits.
//!
//! Source: Amazon S3 user guide, "Categorizing your objects using tags".

use std::collections::HashSet;

use s3s::s3_error;
use serde::{Deserialize, Serialize};

use crate::error::{Error, bad_request};

const MOST_TAGS: usize = 10;
const LONGEST_KEY: usize = 128;
const LONGEST_VALUE: usize = 256;

/// The tags of one object, within S3's limits.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Tags(Vec<(String, String)>);

impl Tags {
    /// # Errors
    /// `InvalidTag` for a repeated key or a length out of bounds, `BadRequest` for too many.
    pub(crate) fn new(pairs: Vec<(String, String)>) -> Result<Self, Error> {
        if pairs.len() > MOST_TAGS {
            return Err(bad_request("BadRequest", "Object tags cannot be greater than 10").into());
        }
        let mut keys = HashSet::new();
        for (key, value) in &pairs {
            if key.is_empty() || key.chars().count() > LONGEST_KEY {
                return Err(s3_error!(InvalidTag, "The TagKey you have provided is invalid.").into());
            }
            if value.chars().count() > LONGEST_VALUE {
                return Err(s3_error!(InvalidTag, "The TagValue you have provided is invalid.").into());
            }
            if !keys.insert(key) {
                return Err(s3_error!(InvalidTag, "Cannot provide multiple tags with the same key.").into());
            }
        }
        Ok(Self(pairs))
    }

    /// Reads the `x-amz-tagging` header: a query string.
    pub(crate) fn from_header(header: Option<&str>) -> Result<Self, Error> {
        let header = header.unwrap_or_default();
        Self::new(form_urlencoded::parse(header.as_bytes()).into_owned().collect())
    }

    pub(crate) fn into_pairs(self) -> Vec<(String, String)> {
        self.0
    }

    pub(crate) fn count(&self) -> usize {
        self.0.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(result: Result<Tags, Error>) -> String {
        match result {
            Err(Error::Refused(refusal)) => refusal.code().as_str().to_owned(),
            other => format!("{other:?}"),
        }
    }

    #[test]
    fn a_header_is_decoded() {
        let tags = Tags::from_header(Some("state=new&who=a%20b+c")).unwrap();
        let expected = [("state", "new"), ("who", "a b c")].map(|(key, value)| (key.to_owned(), value.to_owned()));
        assert_eq!(tags.into_pairs(), expected);
        assert_eq!(Tags::from_header(None).unwrap().count(), 0);
    }

    #[test]
    fn limits_hold() {
        let pair = |number: usize| (format!("k{number}"), String::new());
        assert_eq!(Tags::new((0..10).map(pair).collect()).unwrap().count(), 10);
        assert_eq!(code(Tags::new((0..11).map(pair).collect())), "BadRequest");
        assert_eq!(code(Tags::from_header(Some("a=1&a=2"))), "InvalidTag");
        assert_eq!(code(Tags::from_header(Some(&format!("{}=1", "k".repeat(129))))), "InvalidTag");
        assert_eq!(code(Tags::from_header(Some(&format!("k={}", "v".repeat(257))))), "InvalidTag");
    }
}
