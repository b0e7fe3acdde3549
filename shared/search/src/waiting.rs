//! Changes of posting lists that wait until there are enough of them, so that a list is rewritten once for many documents.

use crate::{
    Error,
    postings::{Change, merge},
};
use rusqlite::{Connection, OptionalExtension};

/// Changes that are kept in memory, 12 bytes each.
const MOST: usize = 2_000_000;

/// Pairs of word and change, in the order in which they came.
#[derive(Default)]
pub(crate) struct Waiting(Vec<(u32, Change)>);

impl Waiting {
    pub(crate) fn push(&mut self, word: u32, change: Change) {
        self.0.push((word, change));
    }

    pub(crate) const fn is_full(&self) -> bool {
        self.0.len() >= MOST
    }

    /// Merges everything into the stored lists.
    pub(crate) fn flush(&mut self, connection: &Connection) -> Result<(), Error> {
        let mut waiting = std::mem::take(&mut self.0);
        // Stable: of several changes for one document, the last one counts.
        waiting.sort_by_key(|(word, (document, _))| (*word, *document));
        let mut read = connection.prepare_cached("SELECT list FROM postings WHERE word = ?1")?;
        let mut write = connection.prepare_cached("INSERT OR REPLACE INTO postings VALUES (?1, ?2)")?;
        let mut delete = connection.prepare_cached("DELETE FROM postings WHERE word = ?1")?;
        let mut changes: Vec<Change> = Vec::new();
        for of_word in waiting.chunk_by(|left, right| left.0 == right.0) {
            let Some((word, _)) = of_word.first() else { continue };
            changes.clear();
            changes.extend(of_word.iter().map(|(_, change)| *change));
            let list: Option<Vec<u8>> = read.query_row([word], |row| row.get(0)).optional()?;
            let list = merge(list.as_deref().unwrap_or_default(), &changes)?;
            if list.is_empty() {
                delete.execute([word])?
            } else {
                write.execute((word, list))?
            };
        }
        Ok(())
    }
}
