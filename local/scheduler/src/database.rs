//! The SQLite file behind the scheduler: opening it, and transactions off the async threads.

use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use rusqlite::{Connection, ErrorCode, Transaction, TransactionBehavior};

const VERSION: i64 = 1;

/// Instants are milliseconds since 1970; `next_due` is NULL while nothing is to come.
const SCHEMA: &str = "
CREATE TABLE schedule_groups (
    name TEXT PRIMARY KEY,
    client_token TEXT,
    created_at INTEGER NOT NULL,
    modified_at INTEGER NOT NULL
) STRICT;
CREATE TABLE schedules (
    group_name TEXT NOT NULL,
    name TEXT NOT NULL,
    definition TEXT NOT NULL,
    client_token TEXT,
    from_template INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    modified_at INTEGER NOT NULL,
    timed_at INTEGER NOT NULL,
    next_due INTEGER,
    last_due INTEGER,
    PRIMARY KEY (group_name, name)
) STRICT;
CREATE INDEX schedules_by_due ON schedules (next_due) WHERE next_due IS NOT NULL;
CREATE TABLE firings (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    group_name TEXT NOT NULL,
    name TEXT NOT NULL,
    target TEXT NOT NULL,
    due INTEGER NOT NULL,
    fired_at INTEGER NOT NULL,
    attempts INTEGER NOT NULL,
    next_attempt_at INTEGER NOT NULL,
    failure TEXT
) STRICT;
CREATE INDEX firings_by_attempt ON firings (next_attempt_at);
CREATE INDEX firings_by_schedule ON firings (group_name, name);
CREATE TABLE deletions (
    client_token TEXT NOT NULL,
    resource TEXT NOT NULL,
    deleted_at INTEGER NOT NULL,
    PRIMARY KEY (client_token, resource)
) STRICT;
INSERT INTO schedule_groups VALUES ('default', NULL, 0, 0);
";

/// Why the data file cannot be used; one sentence each.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    #[error("The scheduler's data file {path} cannot be opened: {reason}.")]
    Unavailable { path: String, reason: String },
    #[error("The scheduler's data file {path} is damaged: {reason}.")]
    Damaged { path: String, reason: String },
    #[error("The scheduler's data file {path} cannot be written.")]
    ReadOnly { path: String },
    #[error("The scheduler's data file {path} was written by a newer version of the local stack.")]
    Newer { path: String },
}

/// A failure of the opened data file.
#[derive(Debug, thiserror::Error)]
pub(crate) enum DatabaseError {
    #[error(transparent)]
    Sqlite(#[from] rusqlite::Error),
    #[error("the stored {what} cannot be read: {reason}")]
    Corrupt { what: String, reason: String },
    #[error("the work on the data file was interrupted")]
    Interrupted,
}

/// One connection, used by one thread at a time.
#[derive(Clone)]
pub(crate) struct Database {
    connection: Arc<Mutex<Connection>>,
}

impl Database {
    /// Opens or creates the file. Blocks for the moment that takes.
    pub(crate) fn open(file: &Path) -> Result<Self, OpenError> {
        let connection = prepare(file).map_err(|failure| {
            let path = file.display().to_string();
            match failure {
                Preparation::Damaged(reason) => OpenError::Damaged { path, reason },
                Preparation::ReadOnly => OpenError::ReadOnly { path },
                Preparation::Newer => OpenError::Newer { path },
                Preparation::Sqlite(error) => open_error(path, &error),
            }
        })?;
        Ok(Self { connection: Arc::new(Mutex::new(connection)) })
    }

    /// Runs `work` in one transaction on a blocking thread; an error rolls it back.
    pub(crate) async fn transaction<T, E>(&self, work: impl FnOnce(&Transaction<'_>) -> Result<T, E> + Send + 'static) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<DatabaseError> + Send + 'static,
    {
        let connection = Arc::clone(&self.connection);
        tokio::task::spawn_blocking(move || {
            let mut connection = connection.lock().unwrap_or_else(PoisonError::into_inner);
            let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(DatabaseError::from)?;
            let value = work(&transaction)?;
            transaction.commit().map_err(DatabaseError::from)?;
            Ok(value)
        })
        .await
        .unwrap_or_else(|_| Err(DatabaseError::Interrupted.into()))
    }
}

enum Preparation {
    Damaged(String),
    ReadOnly,
    Newer,
    Sqlite(rusqlite::Error),
}

impl From<rusqlite::Error> for Preparation {
    fn from(error: rusqlite::Error) -> Self {
        Self::Sqlite(error)
    }
}

fn prepare(file: &Path) -> Result<Connection, Preparation> {
    let mut connection = Connection::open(file)?;
    connection.busy_timeout(Duration::from_secs(5))?;
    connection.pragma_update(None, "journal_mode", "WAL")?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    if connection.is_readonly("main")? {
        return Err(Preparation::ReadOnly);
    }
    let verdict: String = connection.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
    if verdict != "ok" {
        return Err(Preparation::Damaged(verdict));
    }
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let version: i64 = transaction.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    if version > VERSION {
        return Err(Preparation::Newer);
    }
    if version == 0 {
        transaction.execute_batch(SCHEMA)?;
        transaction.pragma_update(None, "user_version", VERSION)?;
    }
    transaction.commit()?;
    Ok(connection)
}

fn open_error(path: String, error: &rusqlite::Error) -> OpenError {
    let reason = error.to_string();
    match error.sqlite_error_code() {
        Some(ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt) => OpenError::Damaged { path, reason },
        Some(ErrorCode::ReadOnly) => OpenError::ReadOnly { path },
        _ => OpenError::Unavailable { path, reason },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unusable_files_are_one_sentence_each() {
        let folder = tempfile::tempdir().unwrap();
        let refusal = |file: &Path| Database::open(file).err().unwrap();

        let text = folder.path().join("text");
        std::fs::write(&text, "not a database, whatever its name says".repeat(50)).unwrap();
        assert!(matches!(refusal(&text), OpenError::Damaged { .. }));
        assert!(refusal(folder.path()).to_string().contains("cannot be opened"));
        let nowhere = folder.path().join("missing/file");
        assert!(matches!(refusal(&nowhere), OpenError::Unavailable { .. }));

        let newer = folder.path().join("newer");
        let connection = Connection::open(&newer).unwrap();
        connection.pragma_update(None, "user_version", 99).unwrap();
        assert!(matches!(refusal(&newer), OpenError::Newer { .. }));
    }
}
