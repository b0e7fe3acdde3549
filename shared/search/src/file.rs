//! The file: what it holds, and whether it is one of ours.

use crate::Error;
use rusqlite::{Connection, OpenFlags};
use std::{
    fs::{self, File},
    io::{ErrorKind, Read},
    path::{Path, PathBuf},
};

/// Of the way in which an index is stored. It grows with every change after which older files would answer differently: of the tables,
/// of how words are read, of weights.
pub const FORMAT: u32 = 1;

/// "TrlS" in SQLite's header.
const APPLICATION: u32 = 0x5472_6c53;

/// `known` outlives documents: it keeps what was removed from coming back with a late event. `uses` counts documents.
const TABLES: &str = "
    CREATE TABLE known (id TEXT PRIMARY KEY, version INTEGER NOT NULL, number INTEGER) WITHOUT ROWID;
    CREATE TABLE free (number INTEGER PRIMARY KEY);
    CREATE TABLE documents (
        number INTEGER PRIMARY KEY, id TEXT NOT NULL, title TEXT NOT NULL, access INTEGER NOT NULL, facets BLOB NOT NULL, payload BLOB NOT NULL
    );
    CREATE INDEX titles ON documents (title, id);
    CREATE TABLE contents (number INTEGER PRIMARY KEY, words BLOB NOT NULL);
    CREATE TABLE accesses (number INTEGER PRIMARY KEY, holders BLOB NOT NULL UNIQUE, uses INTEGER NOT NULL);
    CREATE TABLE facets (number INTEGER PRIMARY KEY, kind TEXT NOT NULL, value TEXT NOT NULL, uses INTEGER NOT NULL, UNIQUE (kind, value));
    CREATE TABLE columns (part INTEGER PRIMARY KEY, documents BLOB NOT NULL);
    CREATE TABLE lexicon (part INTEGER PRIMARY KEY, words BLOB NOT NULL);
    CREATE TABLE postings (word INTEGER PRIMARY KEY, list BLOB NOT NULL);
";

/// A file of its own for a new index, in a transaction.
pub(crate) fn create(path: &Path) -> Result<Connection, Error> {
    for old in [path.to_owned(), journal(path)] {
        match fs::remove_file(old) {
            Err(error) if error.kind() != ErrorKind::NotFound => return Err(error.into()),
            _ => {}
        }
    }
    let connection = Connection::open(path)?;
    connection
        .execute_batch(&format!("PRAGMA page_size = 4096; PRAGMA application_id = {APPLICATION}; PRAGMA user_version = {FORMAT};"))?;
    begin(&connection)?;
    connection.execute_batch(TABLES)?;
    Ok(connection)
}

pub(crate) fn open_for_writing(path: &Path) -> Result<Connection, Error> {
    check(path)?;
    let connection = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    begin(&connection)?;
    Ok(connection)
}

pub(crate) fn open_for_reading(path: &Path) -> Result<Connection, Error> {
    check(path)?;
    let connection = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    connection.execute_batch("PRAGMA cell_size_check = ON; PRAGMA cache_size = -4096;")?;
    Ok(connection)
}

/// The file is a copy that somebody stores when it is finished: it need not outlive a crash of the machine.
fn begin(connection: &Connection) -> Result<(), Error> {
    let settings = "PRAGMA cell_size_check = ON; PRAGMA synchronous = OFF; PRAGMA cache_size = -16384; BEGIN IMMEDIATE;";
    Ok(connection.execute_batch(settings)?)
}

fn journal(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push("-journal");
    name.into()
}

/// SQLite's header (<https://sqlite.org/fileformat.html>): its magic, the page size at 16, the pages at 28, the user's version at 60, the
/// application's id at 68. SQLite itself notices a missing end only when it needs it.
fn check(path: &Path) -> Result<(), Error> {
    let mut file = File::open(path)?;
    let length = file.metadata()?.len();
    let mut header = [0; 100];
    match file.read_exact(&mut header) {
        Err(error) if error.kind() == ErrorKind::UnexpectedEof => return Err(Error::damaged("the file is too short")),
        read => read?,
    }
    let number = |at: usize| header.iter().skip(at).take(4).fold(0, |number, byte| number << 8 | u32::from(*byte));
    if !header.starts_with(b"SQLite format 3\0") || number(68) != APPLICATION {
        return Err(Error::damaged("the file is no search index"));
    }
    if number(60) != FORMAT {
        return Err(Error::Format { found: number(60) });
    }
    if u64::from(number(16) >> 16) * u64::from(number(28)) != length {
        return Err(Error::damaged("part of the file is missing"));
    }
    Ok(())
}
