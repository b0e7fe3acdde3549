//! What an index takes at most. Longer texts are cut; an id, a facet, a holder or a payload that is too large is an error.

/// Bytes of a document's id.
pub const ID_BYTES: usize = 200;
pub const TITLE_CHARACTERS: usize = 500;
pub const TAGS: usize = 50;
pub const TAG_CHARACTERS: usize = 100;
pub const SUMMARY_CHARACTERS: usize = 5_000;
pub const BODY_CHARACTERS: usize = 50_000;
/// Different words of one document; those that come later in it cannot be found.
pub const DISTINCT_WORDS: usize = 4_000;
/// Letters of a word, in a document and in a query.
pub const WORD_LETTERS: usize = trellis_core::words::LETTERS;
pub const FACETS: usize = 64;
/// Bytes of a facet's kind, and of its value.
pub const FACET_BYTES: usize = 200;
pub const HOLDERS: usize = 1_000;
/// Bytes of what a holder is called.
pub const HOLDER_BYTES: usize = 200;
pub const PAYLOAD_BYTES: usize = 65_536;
/// Documents of one index.
pub const DOCUMENTS: u32 = 1_000_000;
/// Characters of a query that are read.
pub const QUERY_CHARACTERS: usize = 512;
/// Words of a query that are read.
pub const QUERY_WORDS: usize = 16;
/// Words of the index that one word of a query may stand for: the closest, then the most frequent.
pub const EXPANSIONS: usize = 256;
pub const FILTERS: usize = 64;
/// Hits of one page.
pub const PAGE: usize = 200;
/// Values of a kind that are counted: the most frequent.
pub const FACET_VALUES: usize = 100;
