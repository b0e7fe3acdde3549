//! What is indexed.

use crate::{Error, limits};

/// One document, as an event describes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    pub id: String,
    /// Grows with every change of this document, its removal included.
    pub version: u64,
    pub title: String,
    pub tags: Vec<String>,
    pub summary: String,
    pub body: String,
    /// Pairs of kind and value, such as `("language", "de")`.
    pub facets: Vec<(String, String)>,
    pub access: Access,
    /// What a hit carries, in the caller's own encoding.
    pub payload: Vec<u8>,
}

/// Who finds a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Access {
    Everybody,
    /// Whoever holds one of these, such as a group's id. An empty list is found only by those who hold everything.
    Holders(Vec<String>),
}

impl Document {
    /// # Errors
    /// [`Error::TooLarge`] if something that must not be cut is over its limit.
    pub(crate) fn check(&self) -> Result<(), Error> {
        let holders: &[String] = match &self.access {
            Access::Everybody => &[],
            Access::Holders(holders) => holders,
        };
        let long_facet = |(kind, value): &(String, String)| kind.len().max(value.len()) > limits::FACET_BYTES;
        let over = [
            ("id", self.id.len() > limits::ID_BYTES),
            ("facets", self.facets.len() > limits::FACETS || self.facets.iter().any(long_facet)),
            ("access", holders.len() > limits::HOLDERS || holders.iter().any(|holder| holder.len() > limits::HOLDER_BYTES)),
            ("payload", self.payload.len() > limits::PAYLOAD_BYTES),
        ];
        over.iter().find(|(_, over)| *over).map_or(Ok(()), |(field, _)| Err(Error::TooLarge(field)))
    }
}

/// The first characters of a text.
pub(crate) fn cut(text: &str, characters: usize) -> &str {
    // A character takes a byte at least: most texts need no count.
    if text.len() <= characters {
        return text;
    }
    text.char_indices().nth(characters).map_or(text, |(end, _)| text.get(..end).unwrap_or(text))
}
