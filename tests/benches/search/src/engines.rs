//! What is compared. Each answers with twenty hits and their payloads, the total, and the counts of facets, of what the caller may see.

mod columns;
mod fts5;
mod own;
mod tantivy;

use crate::Outcome;
pub(crate) use fts5::Fts5;
pub(crate) use own::Own;
use search::{Document, Query};
use std::path::Path;
pub(crate) use tantivy::Tantivy;

pub(crate) const NAMES: [&str; 3] = ["own", "fts5", "tantivy"];
/// With fewer hits, each engine also tries what it has against typing errors.
const FEW: usize = 5;

pub(crate) struct Answer {
    pub(crate) ids: Vec<String>,
    #[expect(dead_code, reason = "what an answer costs includes it")]
    pub(crate) total: usize,
    #[expect(dead_code, reason = "what an answer costs includes them")]
    pub(crate) facets: usize,
}

pub(crate) trait Engine: Sized {
    fn build(folder: &Path, documents: impl FnOnce(&mut dyn FnMut(Document) -> Outcome<()>) -> Outcome<()>) -> Outcome<()>;
    fn open(folder: &Path) -> Outcome<Self>;
    fn search(&self, query: &Query) -> Outcome<Answer>;
    /// Opens, changes and stores.
    fn update(folder: &Path, documents: &[Document]) -> Outcome<()>;
}

/// A text as words with spaces between them, folded like the index's own: marks stay with their letters.
fn words(text: &str) -> String {
    let folded = trellis_core::folding::folded(text);
    folded.chars().map(|letter| if letter.is_alphanumeric() || !letter.is_ascii() { letter } else { ' ' }).collect()
}

/// The last word, and those before.
fn asked(text: &str) -> Vec<String> {
    words(text).split_whitespace().map(str::to_owned).collect()
}
