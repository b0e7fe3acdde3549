//! All words of an index while it is written: their numbers, and how many documents have them.

use crate::{
    Error,
    lexicon::{Entry, ROW_WORDS, read_row, write_row},
};
use rusqlite::Connection;
use std::{collections::HashMap, sync::Arc};

#[derive(Default)]
pub(crate) struct Vocabulary {
    numbers: HashMap<Arc<str>, u32>,
    /// By number, each with the number of its documents.
    words: HashMap<u32, (Arc<str>, u32)>,
    /// The first number that no word has. Numbers are not used again: there are enough of them.
    next: u32,
}

impl Vocabulary {
    pub(crate) fn read(connection: &Connection) -> Result<Self, Error> {
        let mut vocabulary = Self::default();
        let mut statement = connection.prepare("SELECT words FROM lexicon ORDER BY part")?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            read_row(row.get_ref(0)?.as_blob().map_err(rusqlite::Error::from)?, |word, entry| {
                let word: Arc<str> = word.into();
                vocabulary.numbers.insert(Arc::clone(&word), entry.number);
                vocabulary.words.insert(entry.number, (word, entry.documents));
                vocabulary.next = vocabulary.next.max(entry.number.saturating_add(1));
            })?;
        }
        if vocabulary.next == u32::MAX || vocabulary.words.len() != vocabulary.numbers.len() {
            return Err(Error::damaged("two words have one number"));
        }
        Ok(vocabulary)
    }

    pub(crate) fn word(&self, number: u32) -> Option<&Arc<str>> {
        self.words.get(&number).map(|(word, _)| word)
    }

    /// The number of a word, which is given one if it is new.
    pub(crate) fn number(&mut self, word: &str) -> u32 {
        if let Some(number) = self.numbers.get(word) {
            return *number;
        }
        let word: Arc<str> = word.into();
        let number = self.next;
        self.next += 1;
        self.words.insert(number, (Arc::clone(&word), 0));
        self.numbers.insert(word, number);
        number
    }

    /// One document more or less has the word.
    pub(crate) fn count(&mut self, number: u32, more: bool) {
        if let Some((_, documents)) = self.words.get_mut(&number) {
            *documents = if more { documents.saturating_add(1) } else { documents.saturating_sub(1) };
        }
    }

    /// Stores the words that any document has.
    pub(crate) fn write(&self, connection: &Connection) -> Result<(), Error> {
        let used = self.words.iter().filter(|(_, (_, documents))| *documents > 0);
        let mut words: Vec<(&str, Entry)> =
            used.map(|(number, (word, documents))| (&**word, Entry { number: *number, documents: *documents })).collect();
        words.sort_unstable_by_key(|(word, _)| *word);
        connection.execute("DELETE FROM lexicon", [])?;
        let mut statement = connection.prepare("INSERT INTO lexicon (words) VALUES (?1)")?;
        for row in words.chunks(ROW_WORDS) {
            statement.execute([write_row(row.iter().copied())])?;
        }
        Ok(())
    }
}
