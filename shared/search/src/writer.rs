//! Writing an index: events in any order, each as often as it comes.

use crate::{
    Access, Document, Error,
    bytes::{Bytes, push, push_text},
    columns::{EVERYBODY, ROW_DOCUMENTS, Slot, push_slot},
    file, limits,
    postings::GONE,
    prefixes,
    vocabulary::Vocabulary,
    waiting::Waiting,
    weights::{Weight, weighed},
};
use rusqlite::{Connection, OptionalExtension};
use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};
use trellis_core::folding::order_key;

/// Bytes of a title by which documents are sorted.
const TITLE_BYTES: usize = 120;

/// Everything happens in one transaction: a writer that is dropped before [`Writer::finish`] changes nothing.
pub struct Writer {
    connection: Connection,
    vocabulary: Vocabulary,
    waiting: Waiting,
    /// Rows of columns that no longer agree with the documents.
    stale: BTreeSet<u32>,
    documents: u32,
    /// The first number that no document ever had.
    next: u32,
}

impl Writer {
    /// A new index, in place of whatever the file held.
    ///
    /// # Errors
    /// [`Error::Unavailable`] if the file cannot be written.
    pub fn create(path: &Path) -> Result<Self, Error> {
        Self::new(file::create(path)?)
    }

    /// An index to be changed. No [`crate::Index`] may be open on the same file.
    ///
    /// # Errors
    /// [`Error::Damaged`] or [`Error::Format`] if it must be rebuilt, [`Error::Unavailable`] if the file cannot be written.
    pub fn open(path: &Path) -> Result<Self, Error> {
        Self::new(file::open_for_writing(path)?)
    }

    fn new(connection: Connection) -> Result<Self, Error> {
        connection.set_prepared_statement_cache_capacity(32);
        let (documents, next) = connection.query_row(
            "SELECT (SELECT count(*) FROM documents), max((SELECT ifnull(max(number) + 1, 0) FROM documents),
                (SELECT ifnull(max(number) + 1, 0) FROM free))",
            [],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )?;
        let vocabulary = Vocabulary::read(&connection)?;
        Ok(Self { connection, vocabulary, waiting: Waiting::default(), stale: BTreeSet::new(), documents, next })
    }

    /// Indexes a document, or its newer version. Whether that changed anything: a version that is not newer than the known one, also
    /// than the one of a removal, is ignored.
    ///
    /// # Errors
    /// [`Error::TooLarge`] and [`Error::Full`] change nothing; after any other error the index is to be rebuilt.
    pub fn put(&mut self, document: &Document) -> Result<bool, Error> {
        document.check()?;
        let known = self.known(&document.id)?;
        if known.is_some_and(|(version, _)| version >= document.version) {
            return Ok(false);
        }
        let old = known.and_then(|(_, number)| number);
        let number = match old {
            Some(number) => number,
            None => self.free_number()?,
        };
        if old.is_some() {
            self.release(number)?;
        }
        let access = self.access(&document.access)?;
        let facets = self.facets(&document.facets)?;
        let mut title = order_key(&document.title);
        title.truncate(title.floor_char_boundary(TITLE_BYTES));
        self.connection.prepare_cached("INSERT OR REPLACE INTO documents VALUES (?1, ?2, ?3, ?4, ?5, ?6)")?.execute((
            number,
            &document.id,
            title,
            access,
            facets,
            &document.payload,
        ))?;
        self.remember(&document.id, document.version, Some(number))?;
        self.change_words(number, weighed(document))?;
        Ok(true)
    }

    /// Removes a document, or learns of the removal before its document. Whether the version was newer than the known one.
    ///
    /// # Errors
    /// [`Error::TooLarge`] changes nothing; after any other error the index is to be rebuilt.
    pub fn remove(&mut self, id: &str, version: u64) -> Result<bool, Error> {
        if id.len() > limits::ID_BYTES {
            return Err(Error::TooLarge("id"));
        }
        let known = self.known(id)?;
        if known.is_some_and(|(known, _)| known >= version) {
            return Ok(false);
        }
        self.remember(id, version, None)?;
        if let Some(number) = known.and_then(|(_, number)| number) {
            self.release(number)?;
            self.change_words(number, Vec::new())?;
            self.connection.prepare_cached("DELETE FROM documents WHERE number = ?1")?.execute([number])?;
            self.connection.prepare_cached("DELETE FROM contents WHERE number = ?1")?.execute([number])?;
            self.connection.prepare_cached("INSERT INTO free VALUES (?1)")?.execute([number])?;
            self.documents = self.documents.saturating_sub(1);
        }
        Ok(true)
    }

    /// Stores everything; without it, nothing happened.
    ///
    /// # Errors
    /// [`Error::Unavailable`] if the file cannot be written, [`Error::Damaged`] if it must be rebuilt.
    pub fn finish(mut self) -> Result<(), Error> {
        self.waiting.flush(&self.connection)?;
        self.vocabulary.write(&self.connection)?;
        for part in std::mem::take(&mut self.stale) {
            self.write_columns(part)?;
        }
        self.connection.execute_batch("DELETE FROM accesses WHERE uses = 0; DELETE FROM facets WHERE uses = 0; COMMIT;")?;
        self.connection.close().map_err(|(_, error)| error.into())
    }

    fn known(&self, id: &str) -> Result<Option<(u64, Option<u32>)>, Error> {
        let mut statement = self.connection.prepare_cached("SELECT version, number FROM known WHERE id = ?1")?;
        let known = statement.query_row([id], |row| Ok((row.get::<_, i64>(0)?.cast_unsigned(), row.get(1)?)));
        Ok(known.optional()?)
    }

    fn remember(&self, id: &str, version: u64, number: Option<u32>) -> Result<(), Error> {
        let mut statement = self.connection.prepare_cached("INSERT OR REPLACE INTO known VALUES (?1, ?2, ?3)")?;
        statement.execute((id, version.cast_signed(), number))?;
        Ok(())
    }

    fn free_number(&mut self) -> Result<u32, Error> {
        if self.documents >= limits::DOCUMENTS {
            return Err(Error::Full);
        }
        self.documents += 1;
        let mut statement =
            self.connection.prepare_cached("DELETE FROM free WHERE number = (SELECT min(number) FROM free) RETURNING number")?;
        if let Some(number) = statement.query_row([], |row| row.get(0)).optional()? {
            return Ok(number);
        }
        self.next += 1;
        Ok(self.next - 1)
    }

    /// The document with this number no longer uses its access and facets.
    fn release(&self, number: u32) -> Result<(), Error> {
        let mut statement = self.connection.prepare_cached("SELECT access, facets FROM documents WHERE number = ?1")?;
        let (access, facets): (u32, Vec<u8>) = statement.query_row([number], |row| Ok((row.get(0)?, row.get(1)?)))?;
        self.connection.prepare_cached("UPDATE accesses SET uses = uses - 1 WHERE number = ?1")?.execute([access])?;
        let mut release = self.connection.prepare_cached("UPDATE facets SET uses = uses - 1 WHERE number = ?1")?;
        for facet in read_numbers(&facets)? {
            release.execute([facet])?;
        }
        Ok(())
    }

    /// The number of an access, which counts one use more.
    fn access(&self, access: &Access) -> Result<u32, Error> {
        let Access::Holders(holders) = access else { return Ok(EVERYBODY) };
        let holders: BTreeSet<&String> = holders.iter().collect();
        let mut bytes = Vec::new();
        holders.into_iter().for_each(|holder| push_text(&mut bytes, holder));
        let mut statement = self.connection.prepare_cached(
            "INSERT INTO accesses (holders, uses) VALUES (?1, 1) ON CONFLICT DO UPDATE SET uses = uses + 1 RETURNING number",
        )?;
        Ok(statement.query_row([bytes], |row| row.get(0))?)
    }

    /// The numbers of facets, each of which counts one use more.
    fn facets(&self, facets: &[(String, String)]) -> Result<Vec<u8>, Error> {
        let facets: BTreeSet<&(String, String)> = facets.iter().collect();
        let mut statement = self.connection.prepare_cached(
            "INSERT INTO facets (kind, value, uses) VALUES (?1, ?2, 1) ON CONFLICT DO UPDATE SET uses = uses + 1 RETURNING number",
        )?;
        let mut numbers = Vec::new();
        for (kind, value) in facets {
            push(&mut numbers, statement.query_row([kind, value], |row| row.get(0))?);
        }
        Ok(numbers)
    }

    /// What the document's words were becomes what they are: only lists that differ change.
    fn change_words(&mut self, number: u32, words: Vec<(String, Weight)>) -> Result<(), Error> {
        self.stale.insert(number / ROW_DOCUMENTS);
        let old = self.contents(number)?;
        let lists = prefixes::of_words(words.iter().map(|(word, weight)| (word.as_str(), *weight)));
        let mut new: BTreeMap<u32, Weight> = BTreeMap::new();
        for (word, weight) in words {
            new.insert(self.vocabulary.number(&word)?, weight);
        }
        let mut contents = Vec::new();
        new.iter().for_each(|(word, weight)| {
            push(&mut contents, *word);
            contents.push(*weight);
        });
        self.connection.prepare_cached("INSERT OR REPLACE INTO contents VALUES (?1, ?2)")?.execute((number, contents))?;
        for (list, weight) in lists {
            new.insert(self.vocabulary.number(&list)?, weight);
        }
        for (word, weight) in &new {
            let before = old.get(word);
            if before.is_none() {
                self.vocabulary.count(*word, 1);
            }
            if before != Some(weight) {
                self.waiting.push(*word, (number, *weight));
            }
        }
        for word in old.keys().filter(|word| !new.contains_key(word)) {
            self.vocabulary.count(*word, -1);
            self.waiting.push(*word, (number, GONE));
        }
        if self.waiting.is_full() { self.waiting.flush(&self.connection) } else { Ok(()) }
    }

    /// The lists that a document is in: of its words, and of their prefixes, which follow from them.
    fn contents(&mut self, number: u32) -> Result<BTreeMap<u32, Weight>, Error> {
        let mut statement = self.connection.prepare_cached("SELECT words FROM contents WHERE number = ?1")?;
        let stored: Option<Vec<u8>> = statement.query_row([number], |row| row.get(0)).optional()?;
        drop(statement);
        let stored = stored.unwrap_or_default();
        let mut bytes = Bytes(&stored);
        let mut lists = BTreeMap::new();
        let mut words = Vec::new();
        while !bytes.is_empty() {
            let (word, weight) = (bytes.number()?, bytes.byte()?);
            lists.insert(word, weight);
            let text = self.vocabulary.word(word).ok_or_else(|| Error::damaged("a document has an unknown word"))?;
            words.push((text.to_owned(), weight));
        }
        for (list, weight) in prefixes::of_words(words.iter().map(|(word, weight)| (word.as_str(), *weight))) {
            lists.insert(self.vocabulary.number(&list)?, weight);
        }
        Ok(lists)
    }

    fn write_columns(&self, part: u32) -> Result<(), Error> {
        let first = part * ROW_DOCUMENTS;
        let mut statement = self
            .connection
            .prepare_cached("SELECT number, id, access, facets FROM documents WHERE number BETWEEN ?1 AND ?2 ORDER BY number")?;
        let mut rows = statement.query([first, first + ROW_DOCUMENTS - 1])?;
        let mut row_of_columns = Vec::new();
        let mut next = first;
        while let Some(row) = rows.next()? {
            let (number, access): (u32, u32) = (row.get(0)?, row.get(2)?);
            (next..number).for_each(|_| push_slot(&mut row_of_columns, None));
            next = number + 1;
            let facets = read_numbers(row.get_ref(3)?.as_blob().map_err(rusqlite::Error::from)?)?;
            let id = row.get_ref(1)?.as_str().map_err(rusqlite::Error::from)?;
            push_slot(&mut row_of_columns, Some(&Slot { id, access, facets: &facets }));
        }
        // Documents of a row stand where their numbers say.
        (next..first + ROW_DOCUMENTS).for_each(|_| push_slot(&mut row_of_columns, None));
        self.connection.prepare_cached("INSERT OR REPLACE INTO columns VALUES (?1, ?2)")?.execute((part, row_of_columns))?;
        Ok(())
    }
}

fn read_numbers(bytes: &[u8]) -> Result<Vec<u32>, Error> {
    let mut bytes = Bytes(bytes);
    let mut numbers = Vec::new();
    while !bytes.is_empty() {
        numbers.push(bytes.number()?);
    }
    Ok(numbers)
}
