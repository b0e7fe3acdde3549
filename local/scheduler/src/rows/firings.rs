//! Firings: what came due and is not delivered yet. A row is the promise that survives a crash.

use jiff::Timestamp;
use rusqlite::{OptionalExtension as _, Row, Transaction, params};

use super::Address;
use crate::database::DatabaseError;
use crate::definition::StoredTarget;

/// One firing of a schedule, with the target as it was at that moment.
#[derive(Debug, Clone)]
pub(crate) struct Firing {
    pub(crate) id: i64,
    pub(crate) address: Address,
    pub(crate) target: StoredTarget,
    pub(crate) due: Timestamp,
    pub(crate) fired_at: Timestamp,
    /// Failed attempts so far.
    pub(crate) attempts: u32,
    /// Why the target's retries were given up: the dead-letter queue is the target now.
    pub(crate) failure: Option<String>,
}

struct Columns {
    id: i64,
    address: Address,
    target: String,
    due: i64,
    fired_at: i64,
    attempts: u32,
    failure: Option<String>,
}

fn columns(row: &Row<'_>) -> rusqlite::Result<Columns> {
    Ok(Columns {
        id: row.get(0)?,
        address: Address { group: row.get(1)?, name: row.get(2)? },
        target: row.get(3)?,
        due: row.get(4)?,
        fired_at: row.get(5)?,
        attempts: row.get(6)?,
        failure: row.get(7)?,
    })
}

pub(crate) fn insert(
    transaction: &Transaction<'_>,
    address: &Address,
    target: &StoredTarget,
    due: Timestamp,
    now: Timestamp,
) -> Result<(), DatabaseError> {
    transaction
        .prepare_cached(
            "INSERT INTO firings (group_name, name, target, due, fired_at, attempts, next_attempt_at)
             VALUES (?1, ?2, ?3, ?4, ?5, 0, ?5)",
        )?
        .execute(params![address.group, address.name, super::text("target", target)?, due.as_millisecond(), now.as_millisecond(),])?;
    Ok(())
}

/// Ids to attempt at `now`, the longest waiting first, at most `limit`.
pub(crate) fn ready(transaction: &Transaction<'_>, now: Timestamp, limit: usize) -> Result<Vec<i64>, DatabaseError> {
    let mut statement =
        transaction.prepare_cached("SELECT id FROM firings WHERE next_attempt_at <= ?1 ORDER BY next_attempt_at, id LIMIT ?2")?;
    let rows = statement.query_map(params![now.as_millisecond(), limit], |row| row.get(0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

pub(crate) fn find(transaction: &Transaction<'_>, id: i64) -> Result<Option<Firing>, DatabaseError> {
    let found = transaction
        .prepare_cached(
            "SELECT id, group_name, name, target, due, fired_at, attempts, failure
             FROM firings WHERE id = ?1",
        )?
        .query_row([id], columns)
        .optional()?;
    let Some(columns) = found else {
        return Ok(None);
    };
    let what = format!("firing of schedule {}", columns.address.name);
    Ok(Some(Firing {
        id: columns.id,
        target: super::json(what, &columns.target)?,
        address: columns.address,
        due: super::instant(columns.due)?,
        fired_at: super::instant(columns.fired_at)?,
        attempts: columns.attempts,
        failure: columns.failure,
    }))
}

/// The earliest attempt later than `now`: those before it are in flight or about to be.
pub(crate) fn earliest_attempt_after(transaction: &Transaction<'_>, now: Timestamp) -> Result<Option<Timestamp>, DatabaseError> {
    let earliest: Option<i64> = transaction
        .prepare_cached("SELECT MIN(next_attempt_at) FROM firings WHERE next_attempt_at > ?1")?
        .query_row([now.as_millisecond()], |row| row.get(0))?;
    earliest.map(super::instant).transpose()
}

/// Notes a failed attempt and when the next one is due.
pub(crate) fn postpone(
    transaction: &Transaction<'_>,
    id: i64,
    attempts: u32,
    next_attempt_at: Timestamp,
    failure: Option<&str>,
) -> Result<(), DatabaseError> {
    transaction.execute(
        "UPDATE firings SET attempts = ?2, next_attempt_at = ?3, failure = ?4 WHERE id = ?1",
        params![id, attempts, next_attempt_at.as_millisecond(), failure],
    )?;
    Ok(())
}

/// Removes a firing that is done with; false when its schedule was deleted meanwhile.
pub(crate) fn remove(transaction: &Transaction<'_>, id: i64) -> Result<bool, DatabaseError> {
    Ok(transaction.execute("DELETE FROM firings WHERE id = ?1", [id])? > 0)
}

pub(crate) fn any_of(transaction: &Transaction<'_>, address: &Address) -> Result<bool, DatabaseError> {
    let found = transaction
        .query_row("SELECT 1 FROM firings WHERE group_name = ?1 AND name = ?2 LIMIT 1", [&address.group, &address.name], |_| Ok(()))
        .optional()?;
    Ok(found.is_some())
}
