//! SQL on dynoxide's `_stream_records`, over a connection of our own to the same file.
//!
//! dynoxide asks for the highest sequence number at each stream write and finds records by number; without
//! an index both read every record of every table.

use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use local_kit::{OpenError, machine_time};
use rusqlite::{Connection, OptionalExtension, params};

use crate::error::WHAT;
use crate::record::{Position, Row};

/// The expression must be spelled as dynoxide spells it: SQLite matches indexed expressions by their text.
const INDEX: &str = "CREATE INDEX IF NOT EXISTS _stream_records_by_sequence \
     ON _stream_records (table_name, CAST(sequence_number AS INTEGER))";

const READ: &str = "SELECT CAST(r.sequence_number AS INTEGER), r.event_id, r.event_name, r.keys_json, r.new_image, \
            r.old_image, r.created_at, r.user_identity, t.stream_view_type \
     FROM _stream_records r LEFT JOIN _tables t ON t.table_name = r.table_name \
     WHERE r.table_name = ?1 AND CAST(r.sequence_number AS INTEGER) > ?2 \
     ORDER BY CAST(r.sequence_number AS INTEGER) LIMIT ?3";

const NEWEST: &str = "SELECT MAX(CAST(sequence_number AS INTEGER)) FROM _stream_records WHERE table_name = ?1";

/// The newest record stays for ever: the next number is one above it, so numbers rise even when the clock goes back.
const PRUNE: &str = "DELETE FROM _stream_records WHERE id IN ( \
         SELECT id FROM _stream_records \
         WHERE table_name = ?1 AND CAST(sequence_number AS INTEGER) <= ?2 \
           AND CAST(sequence_number AS INTEGER) < ?3 AND created_at < ?4 \
         LIMIT 2000)";

/// Every reader and the pruning share one connection; each holds it for a few milliseconds.
pub(crate) struct StreamStore {
    connection: Mutex<Connection>,
}

impl StreamStore {
    /// Opens a second connection to a file that dynoxide has opened already.
    pub(crate) fn open(path: &Path) -> Result<Self, OpenError> {
        let connection = local_kit::connect(path, WHAT)?;
        connection.execute_batch(INDEX).map_err(|error| OpenError::from_sqlite(WHAT, path, &error))?;
        Ok(Self { connection: Mutex::new(connection) })
    }

    pub(crate) fn read(&self, table: &str, after: Position, limit: usize) -> rusqlite::Result<Vec<Row>> {
        let connection = self.connection();
        let mut statement = connection.prepare_cached(READ)?;
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let rows = statement.query_map(params![table, after.0, limit], |row| {
            let sequence: i64 = row.get(0)?;
            Ok(Row {
                sequence,
                event_id: row.get::<_, Option<String>>(1)?.unwrap_or_else(|| sequence.to_string()),
                event_name: row.get(2)?,
                keys: row.get(3)?,
                new_image: row.get(4)?,
                old_image: row.get(5)?,
                created_at: row.get(6)?,
                user_identity: row.get(7)?,
                view_type: row.get::<_, Option<String>>(8)?.unwrap_or_else(|| "NEW_AND_OLD_IMAGES".to_owned()),
            })
        })?;
        rows.collect()
    }

    pub(crate) fn newest(&self, table: &str) -> rusqlite::Result<Position> {
        let connection = self.connection();
        let newest: Option<i64> = connection.prepare_cached(NEWEST)?.query_row([table], |row| row.get(0)).optional()?.flatten();
        Ok(newest.map_or(Position::START, Position))
    }

    /// Deletes what is older than `retention` and what `read_through(table)` says everybody has passed.
    pub(crate) fn prune(&self, retention: Duration, read_through: impl Fn(&str) -> Position) -> rusqlite::Result<usize> {
        // dynoxide dates records by the machine's clock.
        let before = machine_time().as_second().saturating_sub_unsigned(retention.as_secs());
        let mut deleted = 0;
        for table in self.tables()? {
            let newest = self.newest(&table)?;
            loop {
                // Small statements: dynoxide's writes wait while one of them holds the write lock.
                let some = self.connection().prepare_cached(PRUNE)?.execute(params![table, read_through(&table).0, newest.0, before])?;
                deleted += some;
                if some == 0 {
                    break;
                }
            }
        }
        Ok(deleted)
    }

    fn tables(&self) -> rusqlite::Result<Vec<String>> {
        let connection = self.connection();
        let mut statement = connection.prepare_cached("SELECT table_name FROM _tables")?;
        let names = statement.query_map([], |row| row.get(0))?;
        names.collect()
    }

    fn connection(&self) -> MutexGuard<'_, Connection> {
        self.connection.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plan(store: &StreamStore, sql: &str) -> String {
        let connection = store.connection();
        let mut statement = connection.prepare(&format!("EXPLAIN QUERY PLAN {sql}")).unwrap();
        let count = statement.parameter_count();
        let rows = statement.query_map(rusqlite::params_from_iter(vec!["1"; count]), |row| row.get::<_, String>(3)).unwrap();
        rows.map(Result::unwrap).collect::<Vec<_>>().join("\n")
    }

    fn store() -> (tempfile::TempDir, StreamStore) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("dynamodb.db");
        dynoxide::Database::new(path.to_str().unwrap()).unwrap();
        let store = StreamStore::open(&path).unwrap();
        (folder, store)
    }

    /// The two statements are dynoxide 3.2's own (`storage.rs`): each runs at every write or read of a stream.
    #[test]
    fn dynoxide_s_statements_use_the_index() {
        let (_folder, store) = store();
        let next = "SELECT COALESCE(MAX(CAST(sequence_number AS INTEGER)), 0) + 1 FROM _stream_records WHERE table_name = ?1";
        let records = "SELECT event_name FROM _stream_records WHERE table_name = ?1 AND shard_id = ?2 \
             AND CAST(sequence_number AS INTEGER) > ?3 ORDER BY CAST(sequence_number AS INTEGER) ASC LIMIT ?4";
        for sql in [next, records, READ, NEWEST, PRUNE] {
            let plan = plan(&store, sql);
            assert!(plan.contains("_stream_records_by_sequence"), "{sql}\n{plan}");
            assert!(!plan.contains("SCAN _stream_records") && !plan.contains("TEMP B-TREE"), "{sql}\n{plan}");
        }
    }
}
