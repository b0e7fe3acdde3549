//! What a handler answers.

use http::{HeaderName, HeaderValue, StatusCode, header};
use serde::Serialize;

/// An answer with a body.
#[derive(Debug)]
pub struct Reply<T> {
    pub(crate) status: StatusCode,
    pub(crate) body: T,
    pub(crate) headers: Vec<(HeaderName, String)>,
}

impl<T> Reply<T> {
    const fn new(status: StatusCode, body: T) -> Self {
        Self { status, body, headers: Vec::new() }
    }

    /// 200.
    pub const fn ok(body: T) -> Self {
        Self::new(StatusCode::OK, body)
    }

    /// 201: the request made something.
    pub const fn created(body: T) -> Self {
        Self::new(StatusCode::CREATED, body)
    }

    /// 302: the browser goes on to an address.
    pub fn see(location: impl Into<String>, body: T) -> Self {
        Self::new(StatusCode::FOUND, body).header(header::LOCATION, location)
    }

    /// Adds the version for `If-Match` (RFC 9110 §8.8.3).
    #[must_use]
    pub fn etag(self, version: u64) -> Self {
        self.header(header::ETAG, format!("\"{version}\""))
    }

    /// Adds a header.
    #[must_use]
    pub fn header(mut self, name: HeaderName, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    pub(crate) fn header_map(&self) -> http::HeaderMap {
        let valid = |(name, value): &(HeaderName, String)| Some((name.clone(), HeaderValue::from_str(value).ok()?));
        self.headers.iter().filter_map(valid).collect()
    }
}

/// One page of a list.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct Listing<T> {
    pub items: Vec<T>,
    /// Send it as `cursor` for the next page; absent on the last one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}
