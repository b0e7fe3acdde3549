//! The headers that are stored with an object and given back with it.

use s3s::dto::{Metadata, Timestamp};
use s3s::s3_error;
use serde::{Deserialize, Serialize};

use crate::error::Error;

/// S3's bound on the names and values of user metadata, in bytes.
const LARGEST_METADATA: usize = 2048;

/// What the writer said of an object's content.
#[derive(Clone, Default, Serialize, Deserialize)]
pub(crate) struct ContentHeaders {
    pub(crate) content_type: Option<String>,
    pub(crate) content_disposition: Option<String>,
    pub(crate) content_encoding: Option<String>,
    pub(crate) content_language: Option<String>,
    pub(crate) cache_control: Option<String>,
    pub(crate) expires: Option<Timestamp>,
    pub(crate) website_redirect_location: Option<String>,
    pub(crate) metadata: Option<Metadata>,
}

/// Takes the content headers out of a request's input. A macro, since the generated inputs share these fields and
/// no trait.
macro_rules! content_headers {
    ($input:expr) => {
        $crate::content::ContentHeaders {
            content_type: $input.content_type.take(),
            content_disposition: $input.content_disposition.take(),
            content_encoding: $input.content_encoding.take(),
            content_language: $input.content_language.take(),
            cache_control: $input.cache_control.take(),
            expires: $input.expires.take(),
            website_redirect_location: $input.website_redirect_location.take(),
            metadata: $input.metadata.take(),
        }
        .checked()
    };
}
pub(crate) use content_headers;

impl ContentHeaders {
    /// Holds the limits, and drops what belongs to the transfer rather than to the object.
    ///
    /// # Errors
    /// `MetadataTooLarge`.
    pub(crate) fn checked(mut self) -> Result<Self, Error> {
        let size: usize = self.metadata.iter().flatten().map(|(name, value)| name.len() + value.len()).sum();
        if size > LARGEST_METADATA {
            return Err(s3_error!(MetadataTooLarge, "Your metadata headers exceed the maximum allowed size.").into());
        }
        self.content_encoding = self.content_encoding.as_deref().and_then(without_chunking);
        Ok(self)
    }
}

/// `aws-chunked` describes how SDKs send a body; browsers could not decode an object that came back with it.
fn without_chunking(encoding: &str) -> Option<String> {
    let kept: Vec<&str> =
        encoding.split(',').map(str::trim).filter(|name| !name.is_empty() && !name.eq_ignore_ascii_case("aws-chunked")).collect();
    (!kept.is_empty()).then(|| kept.join(","))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_encoding_of_the_transfer_is_not_kept() {
        assert_eq!(without_chunking("aws-chunked"), None);
        assert_eq!(without_chunking("gzip, aws-chunked").as_deref(), Some("gzip"));
        assert_eq!(without_chunking("br").as_deref(), Some("br"));
    }

    #[test]
    fn metadata_is_bounded() {
        let headers =
            |length: usize| ContentHeaders { metadata: Some([("m".to_owned(), "x".repeat(length))].into()), ..ContentHeaders::default() };
        assert!(headers(LARGEST_METADATA - 1).checked().is_ok());
        assert!(headers(LARGEST_METADATA).checked().is_err());
    }
}
