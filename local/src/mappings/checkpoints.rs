//! How far each stream mapping has come, kept in SQLite: written after success, so that a crash repeats and never skips.

use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use local_dynamodb::Position;
use rusqlite::{Connection, OptionalExtension, params};
use serde_json::Value;

/// Where a mapping stands.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Checkpoint {
    /// Everything up to here is handled or discarded.
    pub(crate) position: Position,
    /// The tumbling window that is open, if the mapping has windows.
    pub(crate) window: Option<OpenWindow>,
}

/// A tumbling window with what the function returned as its state so far.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct OpenWindow {
    /// Seconds since 1970.
    pub(crate) start: i64,
    pub(crate) state: Value,
}

/// The file of all mappings. Clones share it.
#[derive(Clone)]
pub(crate) struct Checkpoints {
    connection: Arc<Mutex<Connection>>,
}

impl Checkpoints {
    pub(crate) fn open(path: &Path) -> rusqlite::Result<Self> {
        let connection = Connection::open(path)?;
        connection.pragma_update(None, "journal_mode", "WAL")?;
        connection.execute_batch(
            "CREATE TABLE IF NOT EXISTS checkpoint (\
                mapping TEXT PRIMARY KEY, sequence_number TEXT NOT NULL, window_start INTEGER, window_state TEXT)",
        )?;
        Ok(Self { connection: Arc::new(Mutex::new(connection)) })
    }

    pub(crate) async fn get(&self, mapping: &str) -> Result<Option<Checkpoint>, String> {
        let mapping = mapping.to_owned();
        self.run(move |connection| {
            let sql = "SELECT sequence_number, window_start, window_state FROM checkpoint WHERE mapping = ?1";
            let row: Option<(String, Option<i64>, Option<String>)> =
                connection.query_row(sql, [mapping], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?))).optional()?;
            Ok(row.and_then(|(number, start, state)| {
                let position = Position::from_sequence_number(&number)?;
                let state = state.and_then(|state| serde_json::from_str(&state).ok()).unwrap_or_default();
                Some(Checkpoint { position, window: start.map(|start| OpenWindow { start, state }) })
            }))
        })
        .await
    }

    pub(crate) async fn set(&self, mapping: &str, checkpoint: &Checkpoint) -> Result<(), String> {
        let (mapping, checkpoint) = (mapping.to_owned(), checkpoint.clone());
        self.run(move |connection| {
            let (start, state) = match checkpoint.window {
                Some(window) => (Some(window.start), Some(window.state.to_string())),
                None => (None, None),
            };
            connection.execute(
                "INSERT OR REPLACE INTO checkpoint (mapping, sequence_number, window_start, window_state) \
                 VALUES (?1, ?2, ?3, ?4)",
                params![mapping, checkpoint.position.to_string(), start, state],
            )?;
            Ok(())
        })
        .await
    }

    async fn run<T, W>(&self, work: W) -> Result<T, String>
    where
        T: Send + 'static,
        W: FnOnce(&Connection) -> rusqlite::Result<T> + Send + 'static,
    {
        let connection = Arc::clone(&self.connection);
        tokio::task::spawn_blocking(move || {
            let connection = connection.lock().unwrap_or_else(PoisonError::into_inner);
            work(&connection).map_err(|error| error.to_string())
        })
        .await
        .unwrap_or_else(|error| Err(error.to_string()))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[tokio::test]
    async fn a_checkpoint_survives_reopening() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("mappings.db");
        let checkpoints = Checkpoints::open(&path).unwrap();
        assert_eq!(checkpoints.get("m").await.unwrap(), None);
        let position = Position::from_sequence_number("100000000000000000007").unwrap();
        let window = Some(OpenWindow { start: 60, state: json!({"sum": 3}) });
        checkpoints.set("m", &Checkpoint { position, window: None }).await.unwrap();
        checkpoints.set("m", &Checkpoint { position, window: window.clone() }).await.unwrap();
        drop(checkpoints);
        let again = Checkpoints::open(&path).unwrap();
        assert_eq!(again.get("m").await.unwrap(), Some(Checkpoint { position, window }));
        assert_eq!(again.get("other").await.unwrap(), None);
    }
}
