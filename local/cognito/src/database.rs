//! One SQLite file behind one connection, used off the async threads.

use std::io;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use rusqlite::{Connection, ErrorCode, Transaction, TransactionBehavior};

use crate::open_error::OpenError;
use crate::refusal::Refusal;
use crate::schema;

#[derive(Clone)]
pub(crate) struct Database {
    connection: Arc<Mutex<Connection>>,
}

impl Database {
    /// Opens the file, or makes it. Blocks.
    pub(crate) fn open(file: &Path) -> Result<Self, OpenError> {
        // SQLite says only "unable to open": the operating system knows why, and says so in a sentence.
        std::fs::OpenOptions::new()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .open(file)
            .map_err(|error| not_opened(file, &error))?;
        let connection = prepare(file)?;
        Ok(Self { connection: Arc::new(Mutex::new(connection)) })
    }

    /// Runs `work` in one transaction: committed and on disk when this returns `Ok`, undone when it returns `Err`.
    pub(crate) async fn run<T, F>(&self, work: F) -> Result<T, Refusal>
    where
        T: Send + 'static,
        F: FnOnce(&Transaction<'_>) -> Result<T, Refusal> + Send + 'static,
    {
        let database = self.clone();
        tokio::task::spawn_blocking(move || database.run_blocking(work)).await.map_err(Refusal::internal)?
    }

    /// The same for callers that may block.
    pub(crate) fn run_blocking<T>(&self, work: impl FnOnce(&Transaction<'_>) -> Result<T, Refusal>) -> Result<T, Refusal> {
        let mut connection = self.connection.lock().unwrap_or_else(PoisonError::into_inner);
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let result = work(&transaction)?;
        transaction.commit()?;
        Ok(result)
    }
}

fn prepare(file: &Path) -> Result<Connection, OpenError> {
    let explain = |error: rusqlite::Error| explain(file, &error);
    let connection = Connection::open(file).map_err(explain)?;
    connection.busy_timeout(Duration::from_secs(5)).map_err(explain)?;
    // FULL: what was acknowledged survives the loss of power too; sign-ins are few.
    connection.execute_batch("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;").map_err(explain)?;
    let found: i64 = connection.query_row("PRAGMA user_version", [], |row| row.get(0)).map_err(explain)?;
    if found > schema::VERSION {
        return Err(OpenError::Newer { path: file.to_owned(), found, known: schema::VERSION });
    }
    let health: String = connection.query_row("PRAGMA quick_check(1)", [], |row| row.get(0)).map_err(explain)?;
    if health != "ok" {
        return Err(OpenError::Damaged { path: file.to_owned(), reason: health });
    }
    for (step, version) in schema::STEPS.iter().zip(1_i64..) {
        if version > found {
            connection.execute_batch(&format!("BEGIN IMMEDIATE; {step} PRAGMA user_version = {version}; COMMIT;")).map_err(explain)?;
        }
    }
    Ok(connection)
}

fn not_opened(file: &Path, error: &io::Error) -> OpenError {
    let path = file.to_owned();
    let reason = error.to_string();
    match error.kind() {
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => OpenError::Permission { path, reason },
        _ => OpenError::Failed { path, reason },
    }
}

fn explain(file: &Path, error: &rusqlite::Error) -> OpenError {
    let path = file.to_owned();
    let reason = error.to_string();
    match error.sqlite_error_code() {
        Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied) => OpenError::Permission { path, reason },
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => OpenError::InUse { path },
        // A file of another program fails on the first table that it already has, or lacks.
        Some(ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt | ErrorCode::Unknown) => OpenError::Damaged { path, reason },
        _ => OpenError::Failed { path, reason },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_is_no_database_is_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("cognito.db");
        std::fs::write(&file, "this is a letter, not a database".repeat(200)).unwrap();
        let before = std::fs::read(&file).unwrap();
        let error = Database::open(&file).err().unwrap();
        assert!(matches!(error, OpenError::Damaged { .. }), "{error:?}");
        assert!(error.to_string().contains("cognito.db"));
        assert_eq!(std::fs::read(&file).unwrap(), before);
    }

    #[test]
    fn a_torn_page_is_noticed() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("cognito.db");
        drop(Database::open(&file).unwrap());
        let mut bytes = std::fs::read(&file).unwrap();
        let half = bytes.len() / 2;
        bytes[half..].fill(0xAB);
        std::fs::write(&file, bytes).unwrap();
        let error = Database::open(&file).err().unwrap();
        assert!(matches!(error, OpenError::Damaged { .. }), "{error:?}");
    }

    #[test]
    fn a_newer_file_and_a_missing_folder_are_explained() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("cognito.db");
        let database = Database::open(&file).unwrap();
        database.run_blocking(|transaction| Ok(transaction.execute_batch("PRAGMA user_version = 99")?)).unwrap();
        drop(database);
        assert!(matches!(Database::open(&file).err().unwrap(), OpenError::Newer { found: 99, .. }));
        let nowhere = folder.path().join("missing/cognito.db");
        assert!(matches!(Database::open(&nowhere).err().unwrap(), OpenError::Failed { .. }));
    }

    #[test]
    fn refused_work_is_undone() {
        let folder = tempfile::tempdir().unwrap();
        let database = Database::open(&folder.path().join("cognito.db")).unwrap();
        let insert = "INSERT INTO pools VALUES ('p', '{}', x'', x'', 0, 0)";
        let refused = database.run_blocking(|transaction| {
            transaction.execute(insert, [])?;
            Err::<(), _>(Refusal::dead_session())
        });
        assert_eq!(refused, Err(Refusal::dead_session()));
        let left = database
            .run_blocking(|transaction| Ok(transaction.query_row("SELECT count(*) FROM pools", [], |row| row.get::<_, i64>(0))?))
            .unwrap();
        assert_eq!(left, 0);
    }
}
