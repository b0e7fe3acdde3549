//! What paths, query strings and headers may hold, as the API's description says it.

use crate::route::SchemaOf;
use trellis_core::bounded::Letters;
use utoipa::openapi::{ObjectBuilder, RefOr, Schema, schema::Type};

/// Characters of a search: its words become conditions of one request to the table, whose expressions have 4 KB.
const LONGEST_SEARCH: u64 = 100;

trellis_core::text!(
    /// Words to look for.
    pub SearchText, 0..=LONGEST_SEARCH, Letters::Line
);

/// A path parameter: what it is, and its form. What has another form names nothing.
#[derive(Debug, Clone, Copy)]
pub struct PathParameter {
    pub name: &'static str,
    pub meaning: &'static str,
    pub schema: fn() -> RefOr<Schema>,
}

/// The schema of a text that matches a pattern.
#[must_use]
pub fn pattern(pattern: &str, longest: usize) -> RefOr<Schema> {
    ObjectBuilder::new().schema_type(Type::String).pattern(Some(pattern)).max_length(Some(longest)).into()
}

/// How many items a page has.
pub(crate) const LIMIT: SchemaOf = |_| {
    let number = ObjectBuilder::new().schema_type(Type::Integer).minimum(Some(1)).maximum(Some(100));
    number.default(Some(25.into())).into()
};

/// A cursor that a list has handed out.
pub(crate) const CURSOR: SchemaOf = |_| pattern("^[A-Za-z0-9_-]+$", LONGEST_CURSOR);

/// A cursor is a sort key, which holds a title at most, encrypted and encoded.
const LONGEST_CURSOR: usize = 2_048;

/// A version as an entity tag.
pub(crate) const ENTITY_TAG: SchemaOf = |_| pattern("^\"[0-9]{1,19}\"$", 21);

/// 1 to 255 printable ASCII characters, of which HTTP takes away spaces at either end.
pub(crate) const IDEMPOTENCY_KEY: SchemaOf = |_| pattern("^[!-~]([ -~]{0,253}[!-~])?$", 255);
