//! One workspace's search index: a SQLite file with posting lists of its own, written from events and read without a server.
//!
//! An index never changes under its reader: a [`Writer`] works on a copy that takes the file's place when it is finished.

mod asked;
mod bytes;
mod columns;
mod distance;
mod document;
mod error;
mod expansions;
mod facets;
mod file;
mod index;
mod lexicon;
pub mod limits;
mod matching;
mod postings;
mod prefixes;
mod query;
#[cfg(test)]
mod tests;
mod vocabulary;
mod waiting;
mod weights;
mod writer;

pub use document::{Access, Document};
pub use error::Error;
pub use file::FORMAT;
pub use index::Index;
pub use query::{FacetCount, Found, Hit, Holds, Position, Query};
pub use writer::Writer;
