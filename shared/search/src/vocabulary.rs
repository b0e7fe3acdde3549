//! All words of an index while it is written: their numbers, and how many documents have them.

use crate::{
    Error,
    lexicon::{Entry, Lexicon, ROW_WORDS, write_row},
};
use rusqlite::Connection;
use std::{cell::OnceCell, collections::HashMap, sync::Arc};

/// What was stored stays as it was read, and what is new lies beside it: most changes touch few of many words.
pub(crate) struct Vocabulary {
    stored: Lexicon,
    /// Places of stored words, sorted by number.
    places: OnceCell<Vec<(u32, usize)>>,
    added: HashMap<Arc<str>, u32>,
    added_by_number: HashMap<u32, Arc<str>>,
    /// By number, how many documents more or less have a word than is stored.
    differences: HashMap<u32, i64>,
    /// The first number that no word has. Numbers are not used again: there are enough of them.
    next: u32,
}

impl Vocabulary {
    pub(crate) fn read(connection: &Connection) -> Result<Self, Error> {
        let mut stored = Lexicon::default();
        let mut statement = connection.prepare("SELECT words FROM lexicon ORDER BY part")?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            stored.read(row.get_ref(0)?.as_blob().map_err(rusqlite::Error::from)?)?;
        }
        let last = stored.all().map(|(_, entry)| entry.number).max();
        let next = last.map_or(Some(0), |last| last.checked_add(1)).ok_or_else(|| Error::damaged("a word has an impossible number"))?;
        let (places, added, added_by_number, differences) = Default::default();
        Ok(Self { stored, places, added, added_by_number, differences, next })
    }

    pub(crate) fn word(&self, number: u32) -> Option<&str> {
        if let Some(added) = self.added_by_number.get(&number) {
            return Some(added);
        }
        let places = self.places.get_or_init(|| {
            let mut places: Vec<_> = self.stored.all().enumerate().map(|(place, (_, entry))| (entry.number, place)).collect();
            places.sort_unstable();
            places
        });
        let at = places.binary_search_by_key(&number, |(number, _)| *number).ok()?;
        places.get(at).map(|(_, place)| self.stored.word(*place))
    }

    /// The number of a word, which is given one if it is new.
    pub(crate) fn number(&mut self, word: &str) -> Result<u32, Error> {
        if let Some(entry) = self.stored.find(word).and_then(|place| self.stored.entry(place)) {
            return Ok(entry.number);
        }
        if let Some(number) = self.added.get(word) {
            return Ok(*number);
        }
        let (word, number): (Arc<str>, u32) = (word.into(), self.next);
        self.next = number.checked_add(1).ok_or(Error::Full)?;
        self.added_by_number.insert(number, Arc::clone(&word));
        self.added.insert(word, number);
        Ok(number)
    }

    /// So many documents more have the word, or less.
    pub(crate) fn count(&mut self, number: u32, difference: i64) {
        *self.differences.entry(number).or_default() += difference;
    }

    /// Stores the words that any document has.
    pub(crate) fn write(&self, connection: &Connection) -> Result<(), Error> {
        let mut added: Vec<(&str, Entry)> =
            self.added.iter().map(|(word, number)| (&**word, Entry { number: *number, documents: 0 })).collect();
        added.sort_unstable_by_key(|(word, _)| *word);
        let mut added = added.into_iter().peekable();
        let mut words = Vec::with_capacity(added.len());
        for stored in self.stored.all() {
            while let Some(before) = added.next_if(|(word, _)| *word < stored.0) {
                words.push(before);
            }
            words.push(stored);
        }
        words.extend(added);
        for (_, entry) in &mut words {
            let difference = self.differences.get(&entry.number).copied().unwrap_or(0);
            entry.documents = u32::try_from(i64::from(entry.documents) + difference).unwrap_or(0);
        }
        words.retain(|(_, entry)| entry.documents > 0);
        connection.execute("DELETE FROM lexicon", [])?;
        let mut statement = connection.prepare("INSERT INTO lexicon (words) VALUES (?1)")?;
        for row in words.chunks(ROW_WORDS) {
            statement.execute([write_row(row.iter().copied())])?;
        }
        Ok(())
    }
}
