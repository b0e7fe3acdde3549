//! The SQLite file: its schema, and the sentence that says why it cannot be opened.

use std::path::{Path, PathBuf};

use rusqlite::{Connection, ErrorCode as SqliteCode};

/// Written to `user_version`, so that a file of another version is refused instead of misread.
const SCHEMA_VERSION: i64 = 1;

/// Times are milliseconds since 1970. A message's `id` orders its queue and, plus a base, is its sequence number:
/// `autoincrement` never gives out an id twice.
const SCHEMA: &str = "
    create table queues (
        name text primary key,
        attributes text not null,
        created_at integer not null,
        modified_at integer not null,
        purged_at integer
    ) without rowid;
    create table deleted_queues (
        name text primary key,
        deleted_at integer not null
    ) without rowid;
    create table messages (
        id integer primary key autoincrement,
        queue text not null,
        message_id text not null,
        body text not null,
        attributes text not null,
        trace_header text,
        group_id text,
        deduplication_id text,
        sent_at integer not null,
        enqueued_at integer not null,
        visible_at integer not null,
        receive_count integer not null default 0,
        receives_in_queue integer not null default 0,
        first_received_at integer,
        received_at integer,
        receipt text,
        source_arn text
    );
    create index messages_by_visibility on messages (queue, visible_at, id);
    create index messages_by_age on messages (queue, enqueued_at);
    create index messages_by_group on messages (queue, group_id, id);
    create table deduplications (
        queue text not null,
        scope text not null,
        deduplication_id text not null,
        message_id text not null,
        sequence integer not null,
        sent_at integer not null,
        primary key (queue, scope, deduplication_id)
    ) without rowid;
    create index deduplications_by_age on deduplications (sent_at);
    create table move_tasks (
        id integer primary key autoincrement,
        source text not null,
        destination_arn text,
        messages_per_second integer,
        status text not null,
        failure_reason text,
        moved integer not null,
        to_move integer not null,
        started_at integer not null
    );
    create index move_tasks_by_source on move_tasks (source, id);
    pragma user_version = 1;
";

/// Why the file of the queues cannot be used; nothing in it was changed.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    #[error("the folder of the queue store {} cannot be made: {source}", file.display())]
    Folder { file: PathBuf, source: std::io::Error },
    #[error("the queue store {} cannot be opened for reading and writing: {reason}", file.display())]
    Access { file: PathBuf, reason: String },
    #[error("the queue store {} is damaged or is no queue store; move it away to begin with empty queues", file.display())]
    Corrupt { file: PathBuf },
    #[error("the queue store {} has version {found}, and this program reads version {SCHEMA_VERSION}", file.display())]
    Version { file: PathBuf, found: i64 },
    #[error("the queue store {} cannot be used: {source}", file.display())]
    Database { file: PathBuf, source: rusqlite::Error },
}

/// Opens the file, or makes it together with its folder.
pub(crate) fn open(file: &Path) -> Result<Connection, OpenError> {
    if let Some(folder) = file.parent() {
        std::fs::create_dir_all(folder).map_err(|source| OpenError::Folder { file: file.to_owned(), source })?;
    }
    let mut connection = Connection::open(file).map_err(|failure| explain(file, failure))?;
    let found = prepare(&mut connection).map_err(|failure| explain(file, failure))?;
    match found {
        Prepared::Ready => Ok(connection),
        Prepared::Damaged => Err(OpenError::Corrupt { file: file.to_owned() }),
        Prepared::OtherVersion(found) => Err(OpenError::Version { file: file.to_owned(), found }),
    }
}

enum Prepared {
    Ready,
    Damaged,
    OtherVersion(i64),
}

fn prepare(connection: &mut Connection) -> rusqlite::Result<Prepared> {
    let found: i64 = connection.query_row("pragma user_version", [], |row| row.get(0))?;
    let tables: i64 = connection.query_row("select count(*) from sqlite_schema", [], |row| row.get(0))?;
    match (found, tables) {
        (0, 0) | (SCHEMA_VERSION, _) => {}
        // A database of something else: its tables must not be touched.
        (0, _) => return Ok(Prepared::Damaged),
        (other, _) => return Ok(Prepared::OtherVersion(other)),
    }
    let check: String = connection.query_row("pragma quick_check(1)", [], |row| row.get(0))?;
    if check != "ok" {
        return Ok(Prepared::Damaged);
    }
    // The operating system keeps what a killed process wrote, so NORMAL loses nothing to kill -9; a power cut may
    // cost the last moments, which FULL would save at the price of one fsync per message.
    connection.execute_batch("pragma journal_mode = wal; pragma synchronous = normal;")?;
    if found == 0 {
        let transaction = connection.transaction()?;
        transaction.execute_batch(SCHEMA)?;
        transaction.commit()?;
    }
    Ok(Prepared::Ready)
}

fn explain(file: &Path, failure: rusqlite::Error) -> OpenError {
    let file = file.to_owned();
    match failure.sqlite_error_code() {
        Some(SqliteCode::NotADatabase | SqliteCode::DatabaseCorrupt) => OpenError::Corrupt { file },
        Some(SqliteCode::CannotOpen | SqliteCode::PermissionDenied | SqliteCode::ReadOnly) => {
            OpenError::Access { file, reason: failure.to_string() }
        }
        _ => OpenError::Database { file, source: failure },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn makes_the_folder_and_opens_again() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("deep/er/queues.sqlite");
        drop(open(&file).unwrap());
        drop(open(&file).unwrap());
    }

    #[test]
    fn a_file_of_something_else_is_refused_and_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("queues.sqlite");
        let garbage = b"this is certainly not an SQLite database".repeat(100);
        std::fs::write(&file, &garbage).unwrap();
        let error = open(&file).unwrap_err();
        assert!(matches!(error, OpenError::Corrupt { .. }), "{error}");
        assert!(error.to_string().contains("queues.sqlite is damaged"), "{error}");
        assert_eq!(std::fs::read(&file).unwrap(), garbage);
    }

    #[test]
    fn a_database_of_something_else_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("queues.sqlite");
        Connection::open(&file).unwrap().execute_batch("create table other (x)").unwrap();
        assert!(matches!(open(&file), Err(OpenError::Corrupt { .. })));
    }

    #[test]
    fn a_torn_page_is_found_on_opening() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("queues.sqlite");
        drop(open(&file).unwrap());
        let mut bytes = std::fs::read(&file).unwrap();
        let length = bytes.len();
        bytes[4096..length].fill(0xA5);
        std::fs::write(&file, bytes).unwrap();
        assert!(matches!(open(&file), Err(OpenError::Corrupt { .. })));
    }

    #[test]
    fn a_later_version_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("queues.sqlite");
        open(&file).unwrap().execute_batch("pragma user_version = 7").unwrap();
        assert!(matches!(open(&file), Err(OpenError::Version { found: 7, .. })));
    }

    #[test]
    fn a_folder_in_the_place_of_the_file_is_an_access_error() {
        let folder = tempfile::tempdir().unwrap();
        let error = open(folder.path()).unwrap_err();
        assert!(matches!(error, OpenError::Access { .. }), "{error}");
    }

    #[test]
    fn a_file_in_the_place_of_the_folder_is_a_folder_error() {
        let folder = tempfile::tempdir().unwrap();
        let blocker = folder.path().join("blocker");
        std::fs::write(&blocker, "").unwrap();
        let error = open(&blocker.join("queues.sqlite")).unwrap_err();
        assert!(matches!(error, OpenError::Folder { .. }), "{error}");
    }
}
