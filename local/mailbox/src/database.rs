//! The SQLite file behind the mailbox: opening it, and transactions off the async threads.

use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use rusqlite::{Connection, ErrorCode, Transaction, TransactionBehavior};

const VERSION: i64 = 1;

const SCHEMA: &str = "
CREATE TABLE mails (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    sent_at INTEGER NOT NULL, -- milliseconds since 1970
    sender TEXT NOT NULL,
    recipients TEXT NOT NULL, -- a JSON array, as given
    subject TEXT NOT NULL,
    text TEXT,
    html TEXT,
    headers TEXT NOT NULL
) STRICT;
CREATE TABLE recipients (
    address TEXT NOT NULL, -- bare and in lower case
    mail_id INTEGER NOT NULL REFERENCES mails (id) ON DELETE CASCADE,
    PRIMARY KEY (address, mail_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX recipients_by_mail ON recipients (mail_id);
CREATE TABLE attachments (
    mail_id INTEGER NOT NULL REFERENCES mails (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    name TEXT NOT NULL,
    content_type TEXT NOT NULL,
    bytes BLOB NOT NULL,
    PRIMARY KEY (mail_id, position)
) STRICT;
";

/// Why the data file cannot be used; one sentence each.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    #[error("The mailbox's data file {path} cannot be opened: {reason}.")]
    Unavailable { path: String, reason: String },
    #[error("The mailbox's data file {path} is damaged: {reason}.")]
    Damaged { path: String, reason: String },
    #[error("The mailbox's data file {path} cannot be written.")]
    ReadOnly { path: String },
    #[error("The mailbox's data file {path} was written by a newer version of the local stack.")]
    Newer { path: String },
}

/// A failure of the opened mailbox.
#[derive(Debug, thiserror::Error)]
pub enum MailboxError {
    #[error("The mailbox's data file failed: {0}.")]
    Sqlite(#[from] rusqlite::Error),
    #[error("The stored mail {id} cannot be read: {reason}.")]
    Corrupt { id: i64, reason: String },
    #[error("The work on the mailbox's data file was interrupted.")]
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
        let path = || file.display().to_string();
        let connection = prepare(file).map_err(|failure| match failure {
            Preparation::ReadOnly => OpenError::ReadOnly { path: path() },
            Preparation::Newer => OpenError::Newer { path: path() },
            Preparation::Sqlite(error) => open_error(path(), &error),
        })?;
        Ok(Self { connection: Arc::new(Mutex::new(connection)) })
    }

    /// Runs `work` in one transaction on a blocking thread; an error rolls it back.
    pub(crate) async fn transaction<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Transaction<'_>) -> Result<T, MailboxError> + Send + 'static,
    ) -> Result<T, MailboxError> {
        let connection = Arc::clone(&self.connection);
        tokio::task::spawn_blocking(move || {
            let mut connection = connection.lock().unwrap_or_else(PoisonError::into_inner);
            let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
            let value = work(&transaction)?;
            transaction.commit()?;
            Ok(value)
        })
        .await
        .unwrap_or(Err(MailboxError::Interrupted))
    }
}

enum Preparation {
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
    connection.pragma_update(None, "foreign_keys", true)?;
    if connection.is_readonly("main")? {
        return Err(Preparation::ReadOnly);
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
    // Reads the newest page: a damaged file is told at the start, not at the first mail.
    transaction.query_row("SELECT MAX(id) FROM mails", [], |_| Ok(()))?;
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
