//! Questions to an index, and answers.

use serde::{Deserialize, Serialize};

/// A search. Without a word in its text it lists everything in the order of titles.
#[derive(Debug, Clone)]
pub struct Query {
    /// As it was typed: nothing in it is an operator.
    pub text: String,
    /// Pairs of kind and value. A document has, of each kind that is named, at least one of its values.
    pub filters: Vec<(String, String)>,
    pub holds: Holds,
    /// Where the page before ended.
    pub after: Option<Position>,
    /// Hits of a page, at most [`crate::limits::PAGE`].
    pub limit: usize,
    /// Whether to count facets.
    pub facets: bool,
}

/// What the caller holds of what [`crate::Access`] names.
#[derive(Debug, Clone)]
pub enum Holds {
    Everything,
    These(Vec<String>),
}

/// A page of hits.
#[derive(Debug, Clone, PartialEq)]
pub struct Found {
    pub hits: Vec<Hit>,
    /// Where the next page begins, if there are more hits.
    pub next: Option<Position>,
    /// Hits on all pages.
    pub total: usize,
    /// By kind, then the most frequent first; empty unless asked for.
    pub facets: Vec<FacetCount>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Hit {
    pub id: String,
    /// Comparable within one answer only; 0 in a list without words.
    pub score: f32,
    pub payload: Vec<u8>,
}

/// How many hits have a value. Filters of the same kind are left out of account, so that the counts show what else could be chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FacetCount {
    pub kind: String,
    pub value: String,
    pub count: u32,
}

/// The last hit of a page. It holds for the query that it came from; while the index does not change, pages neither overlap nor leave gaps.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Position {
    pub(crate) order: Order,
    pub(crate) id: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Order {
    /// The bits of a score: numbers of JSON do not keep every fraction.
    Score(u32),
    /// The beginning of a title's key.
    Title(String),
}
