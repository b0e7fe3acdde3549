//! Schedule groups.

use jiff::Timestamp;
use rusqlite::{OptionalExtension as _, Row, Transaction, params};

use crate::database::DatabaseError;

#[derive(Debug, Clone)]
pub(crate) struct Group {
    pub(crate) name: String,
    pub(crate) client_token: Option<String>,
    pub(crate) created_at: Timestamp,
    pub(crate) modified_at: Timestamp,
}

type Columns = (String, Option<String>, i64, i64);

fn columns(row: &Row<'_>) -> rusqlite::Result<Columns> {
    Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))
}

fn group((name, client_token, created_at, modified_at): Columns) -> Result<Group, DatabaseError> {
    Ok(Group { name, client_token, created_at: super::instant(created_at)?, modified_at: super::instant(modified_at)? })
}

pub(crate) fn find(transaction: &Transaction<'_>, name: &str) -> Result<Option<Group>, DatabaseError> {
    transaction
        .prepare_cached("SELECT name, client_token, created_at, modified_at FROM schedule_groups WHERE name = ?1")?
        .query_row([name], columns)
        .optional()?
        .map(group)
        .transpose()
}

pub(crate) fn insert(transaction: &Transaction<'_>, name: &str, client_token: Option<&str>, now: Timestamp) -> Result<(), DatabaseError> {
    let now = now.as_millisecond();
    transaction.execute(
        "INSERT INTO schedule_groups (name, client_token, created_at, modified_at) VALUES (?1, ?2, ?3, ?3)",
        params![name, client_token, now],
    )?;
    Ok(())
}

/// Removes a group with all its schedules and their firings.
pub(crate) fn remove(transaction: &Transaction<'_>, name: &str) -> Result<bool, DatabaseError> {
    transaction.execute("DELETE FROM firings WHERE group_name = ?1", [name])?;
    transaction.execute("DELETE FROM schedules WHERE group_name = ?1", [name])?;
    Ok(transaction.execute("DELETE FROM schedule_groups WHERE name = ?1", [name])? > 0)
}

/// A page of groups in name order, after the name `after`.
pub(crate) fn list(transaction: &Transaction<'_>, prefix: &str, after: Option<&str>, limit: usize) -> Result<Vec<Group>, DatabaseError> {
    let mut statement = transaction.prepare_cached(
        "SELECT name, client_token, created_at, modified_at FROM schedule_groups
         WHERE substr(name, 1, length(?1)) = ?1 AND (?2 IS NULL OR name > ?2)
         ORDER BY name LIMIT ?3",
    )?;
    let rows = statement.query_map(params![prefix, after, limit], columns)?;
    rows.map(|row| group(row?)).collect()
}
