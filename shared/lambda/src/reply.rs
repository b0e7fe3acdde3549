//! What a handler answers.

use http::{HeaderName, HeaderValue, StatusCode, header};
use serde::Serialize;
use std::borrow::Cow;
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{
        ArrayBuilder, ObjectBuilder, Ref, RefOr,
        schema::{Schema, SchemaType, Type},
    },
};

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

    /// 202: what the request asks for has begun.
    pub const fn accepted(body: T) -> Self {
        Self::new(StatusCode::ACCEPTED, body)
    }

    /// 302: the browser goes on to an address.
    pub fn see(location: impl Into<String>, body: T) -> Self {
        Self::new(StatusCode::FOUND, body).header(header::LOCATION, location)
    }

    /// The same as the answer to a request that made it: 201.
    #[must_use]
    pub fn as_created(self) -> Self {
        Self { status: StatusCode::CREATED, ..self }
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
#[derive(Debug, Serialize)]
pub struct Listing<T> {
    pub items: Vec<T>,
    /// Send it as `cursor` to get the next page; absent on the last page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}

/// Each list has a schema of its own, named after its items.
impl<T: ToSchema> PartialSchema for Listing<T> {
    fn schema() -> RefOr<Schema> {
        let items = ArrayBuilder::new().items(Ref::from_schema_name(T::name()));
        let next = ObjectBuilder::new()
            .schema_type(SchemaType::Type(Type::String))
            .description(Some("Send it as `cursor` to get the next page; absent on the last page."));
        let page = ObjectBuilder::new().description(Some("One page of a list."));
        page.property("items", items).required("items").property("next", next).into()
    }
}

impl<T: ToSchema> ToSchema for Listing<T> {
    fn name() -> Cow<'static, str> {
        Cow::Owned(format!("{}List", T::name()))
    }

    fn schemas(schemas: &mut Vec<(String, RefOr<Schema>)>) {
        schemas.push((T::name().into_owned(), T::schema()));
        T::schemas(schemas);
    }
}
