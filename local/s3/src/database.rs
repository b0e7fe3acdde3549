//! The SQLite database: schema, opening, and running work off the async threads.

use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use rusqlite::{Connection, ErrorCode};

use crate::error::{Error, OpenError};

/// The number of the schema below, kept in `user_version`.
const FORMAT: i64 = 1;

const SCHEMA: &str = "
create table bucket(name text primary key, created integer not null) strict, without rowid;
create table object(
    bucket text not null references bucket(name), key text not null,
    size integer not null, etag text not null, blob text not null, modified integer not null,
    content text not null, tags text not null, checksum text not null,
    primary key(bucket, key)) strict, without rowid;
create index object_blob on object(blob);
create table upload(
    id text primary key, bucket text not null references bucket(name) on delete cascade, key text not null,
    content text not null, tags text not null, checksum text not null) strict, without rowid;
create table part(
    upload text not null references upload(id) on delete cascade, number integer not null,
    size integer not null, md5 text not null, blob text not null, modified integer not null, checksum text not null,
    primary key(upload, number)) strict, without rowid;
create index part_blob on part(blob);
create table notification(
    bucket text primary key references bucket(name) on delete cascade,
    prefix text not null, suffix text not null) strict, without rowid;
create table notice(
    id integer primary key autoincrement, bucket text not null, key text not null,
    size integer not null, etag text not null, cause text not null, created integer not null) strict;
pragma user_version = 1;
";

/// The one connection, shared by all requests: SQLite has a single writer anyway.
#[derive(Clone)]
pub(crate) struct Database {
    connection: Arc<Mutex<Connection>>,
}

impl Database {
    /// Opens the database at `path`, and creates it when there is none.
    ///
    /// # Errors
    /// `Corrupt`, `Format` or `Database`.
    pub(crate) fn open(path: &Path) -> Result<Self, OpenError> {
        let connection = connect(path).map_err(|source| explain(path, source))?;
        let found = prepare(&connection).map_err(|source| explain(path, source))?;
        if found != FORMAT {
            return Err(OpenError::Format { path: path.to_owned(), found, expected: FORMAT });
        }
        let check: String = connection.query_row("pragma quick_check(1)", [], |row| row.get(0)).map_err(|source| explain(path, source))?;
        if check != "ok" {
            return Err(OpenError::Corrupt { path: path.to_owned(), reason: check });
        }
        Ok(Self { connection: Arc::new(Mutex::new(connection)) })
    }

    /// Runs `work` on a thread where blocking is allowed.
    pub(crate) async fn run<T, W>(&self, work: W) -> Result<T, Error>
    where
        T: Send + 'static,
        W: FnOnce(&mut Connection) -> Result<T, Error> + Send + 'static,
    {
        let database = self.clone();
        tokio::task::spawn_blocking(move || work(&mut database.lock())).await.map_err(|_| Error::Stopped)?
    }

    /// Locks the connection; a panic under the lock left no transaction behind, since dropping one rolls it back.
    pub(crate) fn lock(&self) -> MutexGuard<'_, Connection> {
        self.connection.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Opens a connection on which a commit is on the disk when it returns.
fn connect(path: &Path) -> rusqlite::Result<Connection> {
    let connection = Connection::open(path)?;
    connection.pragma_update(None, "journal_mode", "wal")?;
    connection.pragma_update(None, "synchronous", "full")?;
    connection.pragma_update(None, "foreign_keys", true)?;
    Ok(connection)
}

/// Creates the schema in a new database and returns the number of the schema found.
fn prepare(connection: &Connection) -> rusqlite::Result<i64> {
    let format: i64 = connection.query_row("pragma user_version", [], |row| row.get(0))?;
    let tables: i64 = connection.query_row("select count(*) from sqlite_schema", [], |row| row.get(0))?;
    if format != 0 || tables != 0 {
        return Ok(format);
    }
    connection.execute_batch(&format!("begin immediate; {SCHEMA} commit;"))?;
    Ok(FORMAT)
}

fn explain(path: &Path, source: rusqlite::Error) -> OpenError {
    let path = path.to_owned();
    match source.sqlite_error_code() {
        Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => OpenError::Corrupt { path, reason: source.to_string() },
        _ => OpenError::Database { path, source },
    }
}
