//! The one way to open a SQLite file, and to work on it off the asynchronous threads.

mod open_error;
mod schema;
#[cfg(test)]
mod tests;

use std::fs::OpenOptions;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use rusqlite::{Connection, Transaction, TransactionBehavior};

pub use open_error::{ADVICE, Cause, OpenError};
pub use schema::{Durability, Schema};

/// How long a statement waits for another process, such as a shell that looks at the file.
const BUSY: Duration = Duration::from_secs(5);

/// A task ended before its work on a file was done, which happens only while the process stops.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the work was interrupted: the stack is shutting down")]
pub struct Interrupted;

/// One file behind one connection: SQLite has a single writer anyway. Clones share it.
#[derive(Clone)]
pub struct Database {
    connection: Arc<Mutex<Connection>>,
}

impl Database {
    /// Opens the file, or creates it in its folder, and brings it to the newest version of its schema. Blocks.
    ///
    /// # Errors
    /// One sentence each: no permission, damaged or not ours, newer than this program, in use, no room. The file is then as it was.
    pub fn open(file: &Path, schema: &Schema) -> Result<Self, OpenError> {
        touch(file, schema.what)?;
        Self::prepare(Connection::open(file), schema).map_err(|unfit| unfit.explain(schema.what, file))
    }

    /// A database that ends with its last clone, for tests.
    ///
    /// # Errors
    /// As of [`Database::open`].
    pub fn in_memory(schema: &Schema) -> Result<Self, OpenError> {
        Self::prepare(Connection::open_in_memory(), schema).map_err(|unfit| unfit.explain(schema.what, Path::new(":memory:")))
    }

    fn prepare(connection: rusqlite::Result<Connection>, schema: &Schema) -> Result<Self, Unfit> {
        let mut connection = connection?;
        connection.busy_timeout(BUSY)?;
        let found = schema.version_of(&connection)?;
        // Before anything is written: a file that cannot be used stays as it is.
        let health: String = connection.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
        if health != "ok" {
            // The first line may only say which database it is about.
            let reason = health.lines().last().unwrap_or_default();
            return Err(Unfit::Cause(Cause::Damaged(reason.to_owned())));
        }
        connection.pragma_update(None, "journal_mode", "WAL")?;
        connection.pragma_update(None, "synchronous", schema.durability.pragma())?;
        connection.pragma_update(None, "foreign_keys", true)?;
        schema.bring_up_to_date(&mut connection, found)?;
        Ok(Self { connection: Arc::new(Mutex::new(connection)) })
    }

    /// Runs `work` in one transaction on a blocking thread: on the disk when this returns `Ok`, undone when it returns `Err`.
    ///
    /// # Errors
    /// Those of `work`; SQLite's; [`Interrupted`].
    pub async fn write<T, E>(&self, work: impl FnOnce(&Transaction<'_>) -> Result<T, E> + Send + 'static) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<rusqlite::Error> + From<Interrupted> + Send + 'static,
    {
        self.run(move |database| database.write_blocking(work)).await
    }

    /// Runs `work` on a blocking thread, to the end even when nobody waits for it any more: for what has to follow a commit.
    ///
    /// # Errors
    /// Those of `work`; [`Interrupted`].
    pub async fn run<T, E>(&self, work: impl FnOnce(&Self) -> Result<T, E> + Send + 'static) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<Interrupted> + Send + 'static,
    {
        let database = self.clone();
        tokio::task::spawn_blocking(move || work(&database)).await.unwrap_or_else(|_| Err(Interrupted.into()))
    }

    /// [`Database::write`] for callers that may block.
    ///
    /// # Errors
    /// Those of `work`; SQLite's.
    pub fn write_blocking<T, E: From<rusqlite::Error>>(&self, work: impl FnOnce(&Transaction<'_>) -> Result<T, E>) -> Result<T, E> {
        let mut connection = self.lock();
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let value = work(&transaction)?;
        transaction.commit()?;
        Ok(value)
    }

    /// A panic under the lock leaves no transaction behind: dropping one rolls it back.
    fn lock(&self) -> MutexGuard<'_, Connection> {
        self.connection.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Opens one more connection to a file that another library has created and keeps.
///
/// # Errors
/// As of [`Database::open`].
pub fn connect(file: &Path, what: &'static str) -> Result<Connection, OpenError> {
    let open = || {
        let connection = Connection::open(file)?;
        connection.busy_timeout(BUSY)?;
        Ok(connection)
    };
    open().map_err(|error| OpenError::from_sqlite(what, file, &error))
}

/// Creates the file if it is missing. SQLite says only "unable to open"; the operating system says why.
///
/// # Errors
/// No permission, no folder, a folder in its place.
pub fn touch(file: &Path, what: &'static str) -> Result<(), OpenError> {
    let opened = OpenOptions::new().read(true).write(true).create(true).truncate(false).open(file);
    opened.map(drop).map_err(|error| OpenError::from_io(what, file, &error))
}

/// Why a connection cannot be used.
pub(crate) enum Unfit {
    Cause(Cause),
    Sqlite(rusqlite::Error),
}

impl Unfit {
    fn explain(self, what: &'static str, file: &Path) -> OpenError {
        match self {
            Self::Cause(cause) => OpenError::new(what, file, cause),
            Self::Sqlite(error) => OpenError::from_sqlite(what, file, &error),
        }
    }
}

impl From<rusqlite::Error> for Unfit {
    fn from(error: rusqlite::Error) -> Self {
        Self::Sqlite(error)
    }
}
