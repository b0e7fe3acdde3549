//! An API key as it is stored and shown.

use rusqlite::{Connection, OptionalExtension as _, Row};
use serde_json::{Value, json};

/// What [`Key::of`] reads, in its order.
pub(crate) const COLUMNS: &str = "id, value, name, enabled, created_at";

/// One API key.
pub(crate) struct Key {
    pub(crate) id: String,
    pub(crate) value: String,
    pub(crate) name: String,
    pub(crate) enabled: bool,
    /// Seconds since 1970.
    pub(crate) created_at: i64,
}

impl Key {
    /// Reads a row of [`COLUMNS`].
    pub(crate) fn of(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self { id: row.get(0)?, value: row.get(1)?, name: row.get(2)?, enabled: row.get(3)?, created_at: row.get(4)? })
    }

    /// The key as lists show it.
    pub(crate) fn without_value(&self) -> Value {
        json!({
            "id": self.id,
            "name": self.name,
            "enabled": self.enabled,
            "createdDate": self.created_at,
            "lastUpdatedDate": self.created_at,
            "stageKeys": [],
        })
    }

    /// The key as who has created it sees it.
    pub(crate) fn with_value(&self) -> Value {
        let mut json = self.without_value();
        json["value"] = json!(self.value);
        json
    }

    /// The key as a plan shows it.
    pub(crate) fn in_plan(&self) -> Value {
        json!({ "id": self.id, "type": "API_KEY", "value": self.value, "name": self.name })
    }
}

/// The key with this id.
pub(crate) fn find(connection: &Connection, id: &str) -> rusqlite::Result<Option<Key>> {
    let sql = format!("SELECT {COLUMNS} FROM api_keys WHERE id = ?1");
    connection.prepare_cached(&sql)?.query_row([id], Key::of).optional()
}
