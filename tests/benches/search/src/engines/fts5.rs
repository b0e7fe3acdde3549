//! SQLite's FTS5: one table of words with prefixes, one of trigrams against typing errors and for parts of words.

use super::{Answer, Engine, FEW, asked, columns, columns::Columns, words};
use crate::Outcome;
use rusqlite::{Connection, OptionalExtension};
use search::{Document, Query};
use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
};

pub(crate) struct Fts5 {
    connection: Connection,
    columns: Columns,
}

const TABLES: &str = "
    CREATE TABLE documents (number INTEGER PRIMARY KEY, id TEXT UNIQUE, title TEXT, holder TEXT, facets TEXT, payload BLOB);
    CREATE INDEX titles ON documents (title, id);
    CREATE VIRTUAL TABLE words USING fts5 (title, tags, summary, body, content='', contentless_delete=1, prefix='2 3',
        tokenize=\"unicode61 remove_diacritics 0 categories 'L* N* Co Mn Mc'\");
    CREATE VIRTUAL TABLE trigrams USING fts5 (text, content='', contentless_delete=1, tokenize='trigram');
";

fn file(folder: &Path) -> PathBuf {
    folder.join("index")
}

fn put(connection: &Connection, document: &Document) -> Outcome<()> {
    let old = connection.prepare_cached("SELECT number FROM documents WHERE id = ?1")?.query_row([&document.id], |row| row.get(0));
    let old: Option<i64> = old.optional()?;
    if let Some(old) = old {
        for table in ["documents WHERE number", "words WHERE rowid", "trigrams WHERE rowid"] {
            connection.prepare_cached(&format!("DELETE FROM {table} = ?1"))?.execute([old])?;
        }
    }
    let (holder, facets) = columns::stored(document);
    let title = trellis_core::folding::order_key(&document.title);
    connection.prepare_cached("INSERT INTO documents VALUES (?1, ?2, ?3, ?4, ?5, ?6)")?.execute((
        old,
        &document.id,
        title,
        holder,
        facets,
        &document.payload,
    ))?;
    let number = connection.last_insert_rowid();
    let texts = [&document.title, &document.tags.join(" "), &document.summary, &document.body].map(|text| words(text));
    let short = texts[..3].join(" ");
    let [title, tags, summary, body] = texts;
    connection
        .prepare_cached("INSERT INTO words (rowid, title, tags, summary, body) VALUES (?1, ?2, ?3, ?4, ?5)")?
        .execute((number, title, tags, summary, body))?;
    connection.prepare_cached("INSERT INTO trigrams (rowid, text) VALUES (?1, ?2)")?.execute((number, short))?;
    Ok(())
}

impl Fts5 {
    fn matching(&self, table: &str, weights: &str, asked: &str) -> Outcome<Vec<i64>> {
        let query = format!("SELECT rowid FROM {table} WHERE {table} MATCH ?1 AND rank MATCH 'bm25({weights})' ORDER BY rank");
        let mut statement = self.connection.prepare_cached(&query)?;
        let numbers = statement.query_map([asked], |row| row.get(0))?.collect::<Result<_, _>>()?;
        Ok(numbers)
    }
}

impl Engine for Fts5 {
    fn build(folder: &Path, documents: impl FnOnce(&mut dyn FnMut(Document) -> Outcome<()>) -> Outcome<()>) -> Outcome<()> {
        let connection = Connection::open(file(folder))?;
        connection.execute_batch(&format!("PRAGMA synchronous = OFF; BEGIN; {TABLES}"))?;
        documents(&mut |document| put(&connection, &document))?;
        connection
            .execute_batch("INSERT INTO words (words) VALUES ('optimize'); INSERT INTO trigrams (trigrams) VALUES ('optimize'); COMMIT")?;
        Ok(())
    }

    fn open(folder: &Path) -> Outcome<Self> {
        let connection = Connection::open(file(folder))?;
        let mut columns = Columns::default();
        let mut statement = connection.prepare("SELECT number, holder, facets FROM documents")?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            columns.add(row.get(0)?, row.get_ref(1)?.as_str_or_null()?, row.get_ref(2)?.as_str()?);
        }
        drop(rows);
        drop(statement);
        Ok(Self { connection, columns })
    }

    fn search(&self, query: &Query) -> Outcome<Answer> {
        let asked = asked(&query.text);
        let mut found: Vec<i64> = if asked.is_empty() {
            let mut statement = self.connection.prepare_cached("SELECT number FROM documents ORDER BY title, id")?;
            statement.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?
        } else {
            let quoted: Vec<String> = asked.iter().map(|word| format!("\"{word}\"")).collect();
            self.matching("words", "10, 6, 4, 2", &(quoted.join(" AND ") + "*"))?
        };
        let mut facets = self.columns.filter(query, &mut found);
        if !asked.is_empty() && found.len() < FEW {
            let letters: Vec<Vec<char>> = asked.iter().map(|word| word.chars().collect()).collect();
            let trigrams = letters.iter().flat_map(|word| word.windows(3).map(|three| format!("\"{}\"", three.iter().collect::<String>())));
            let trigrams: BTreeSet<String> = trigrams.collect();
            if !trigrams.is_empty() {
                found.extend(self.matching("trigrams", "1", &trigrams.into_iter().collect::<Vec<_>>().join(" OR "))?);
                let mut seen = BTreeSet::new();
                found.retain(|number| seen.insert(*number));
                facets = self.columns.filter(query, &mut found);
            }
        }
        let mut hit = self.connection.prepare_cached("SELECT id, payload FROM documents WHERE number = ?1")?;
        let hits = found.iter().take(query.limit).map(|number| hit.query_row([number], |row| Ok((row.get(0)?, row.get(1)?))));
        let hits: Vec<(String, Vec<u8>)> = hits.collect::<Result<_, _>>()?;
        Ok(Answer { ids: hits.into_iter().map(|(id, _)| id).collect(), total: found.len(), facets })
    }

    fn update(folder: &Path, documents: &[Document]) -> Outcome<()> {
        let connection = Connection::open(file(folder))?;
        connection.execute_batch("PRAGMA synchronous = OFF; BEGIN")?;
        for document in documents {
            put(&connection, document)?;
        }
        Ok(connection.execute_batch("COMMIT")?)
    }
}
