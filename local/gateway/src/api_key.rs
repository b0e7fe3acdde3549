//! An API key as it is stored and shown.

use rusqlite::{Connection, OptionalExtension as _, Row};
use serde_json::{Value, json};

use crate::api_keys_control::Refusal;

/// What [`Key::of`] reads, in its order.
pub(crate) const COLUMNS: &str = "id, value, name, description, customer_id, enabled, tags, created_at, updated_at";

/// One API key.
pub(crate) struct Key {
    pub(crate) id: String,
    pub(crate) value: String,
    pub(crate) name: String,
    pub(crate) description: Option<String>,
    pub(crate) customer_id: Option<String>,
    pub(crate) enabled: bool,
    pub(crate) tags: String,
    pub(crate) created_at: i64,
    pub(crate) updated_at: i64,
}

impl Key {
    /// Reads a row of [`COLUMNS`].
    pub(crate) fn of(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            id: row.get(0)?,
            value: row.get(1)?,
            name: row.get(2)?,
            description: row.get(3)?,
            customer_id: row.get(4)?,
            enabled: row.get(5)?,
            tags: row.get(6)?,
            created_at: row.get(7)?,
            updated_at: row.get(8)?,
        })
    }

    /// The key as the control plane shows it.
    pub(crate) fn json(&self, with_value: bool) -> Value {
        let mut json = json!({
            "id": self.id,
            "name": self.name,
            "description": self.description,
            "customerId": self.customer_id,
            "enabled": self.enabled,
            "createdDate": self.created_at,
            "lastUpdatedDate": self.updated_at,
            "stageKeys": [],
            "tags": serde_json::from_str::<Value>(&self.tags).unwrap_or_default(),
        });
        if let Value::Object(map) = &mut json {
            map.retain(|_, value| !value.is_null());
            if with_value {
                map.insert("value".to_owned(), json!(self.value));
            }
        }
        json
    }

    /// The key as a plan shows it.
    pub(crate) fn plan_key_json(&self) -> Value {
        json!({ "id": self.id, "type": "API_KEY", "value": self.value, "name": self.name })
    }
}

/// The key with this id.
pub(crate) fn key(connection: &Connection, id: &str) -> Result<Option<Key>, Refusal> {
    let sql = format!("SELECT {COLUMNS} FROM api_keys WHERE id = ?1");
    Ok(connection.prepare_cached(&sql)?.query_row([id], Key::of).optional()?)
}
