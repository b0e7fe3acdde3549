//! How far each stream mapping has come, kept in SQLite: written after success, so that a crash repeats and never skips.

use std::path::Path;

use local_dynamodb::Position;
use local_kit::{Database, Interrupted, OpenError, Schema};
use rusqlite::{OptionalExtension, params};
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

const TABLES: &str = "
CREATE TABLE IF NOT EXISTS checkpoint (
    mapping TEXT PRIMARY KEY, sequence_number TEXT NOT NULL, window_start INTEGER, window_state TEXT);
";

const SCHEMA: Schema = Schema { uncounted: Some("checkpoint"), ..Schema::new("checkpoint", &[TABLES]) };

/// Why a checkpoint cannot be read or written.
#[derive(Debug, thiserror::Error)]
pub(crate) enum CheckpointError {
    #[error(transparent)]
    Sqlite(#[from] rusqlite::Error),
    #[error(transparent)]
    Interrupted(#[from] Interrupted),
}

/// The file of all mappings. Clones share it.
#[derive(Clone)]
pub(crate) struct Checkpoints {
    database: Database,
}

impl Checkpoints {
    pub(crate) fn open(path: &Path) -> Result<Self, OpenError> {
        Ok(Self { database: Database::open(path, &SCHEMA)? })
    }

    pub(crate) async fn get(&self, mapping: &str) -> Result<Option<Checkpoint>, CheckpointError> {
        let mapping = mapping.to_owned();
        let found = self.database.write(move |transaction| {
            let sql = "SELECT sequence_number, window_start, window_state FROM checkpoint WHERE mapping = ?1";
            let row: Option<(String, Option<i64>, Option<String>)> =
                transaction.query_row(sql, [mapping], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?))).optional()?;
            Ok(row.and_then(|(number, start, state)| {
                let position = Position::from_sequence_number(&number)?;
                let state = state.and_then(|state| serde_json::from_str(&state).ok()).unwrap_or_default();
                Some(Checkpoint { position, window: start.map(|start| OpenWindow { start, state }) })
            }))
        });
        found.await
    }

    pub(crate) async fn set(&self, mapping: &str, checkpoint: &Checkpoint) -> Result<(), CheckpointError> {
        let (mapping, checkpoint) = (mapping.to_owned(), checkpoint.clone());
        let noted = self.database.write(move |transaction| {
            let (start, state) = match checkpoint.window {
                Some(window) => (Some(window.start), Some(window.state.to_string())),
                None => (None, None),
            };
            transaction.execute(
                "INSERT OR REPLACE INTO checkpoint (mapping, sequence_number, window_start, window_state) \
                 VALUES (?1, ?2, ?3, ?4)",
                params![mapping, checkpoint.position.to_string(), start, state],
            )?;
            Ok(())
        });
        noted.await
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

    #[tokio::test]
    async fn a_file_from_before_versions_were_counted_is_known() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("mappings.db");
        let old = rusqlite::Connection::open(&path).unwrap();
        old.execute_batch(TABLES).unwrap();
        old.execute_batch("INSERT INTO checkpoint VALUES ('m', '100000000000000000007', NULL, NULL)").unwrap();
        drop(old);
        let kept = Checkpoints::open(&path).unwrap().get("m").await.unwrap();
        assert_eq!(kept.map(|checkpoint| checkpoint.position.to_string()), Some("100000000000000000007".to_owned()));
    }
}
