//! Schedules: found, written, listed, and those that are due.

use jiff::Timestamp;
use rusqlite::{OptionalExtension as _, Row, Transaction, params};

use super::Address;
use crate::database::DatabaseError;
use crate::definition::Definition;

/// One schedule as stored.
#[derive(Debug, Clone)]
pub(crate) struct Schedule {
    pub(crate) address: Address,
    pub(crate) definition: Definition,
    /// The token of the `CreateSchedule` that made it.
    pub(crate) client_token: Option<String>,
    /// Made by `ensure_schedule`, and to be removed when the template names it no more.
    pub(crate) from_template: bool,
    pub(crate) created_at: Timestamp,
    pub(crate) modified_at: Timestamp,
    /// When the present expression was given: the anchor of a rate.
    pub(crate) timed_at: Timestamp,
    /// `None` while disabled and when nothing is to come.
    pub(crate) next_due: Option<Timestamp>,
    pub(crate) last_due: Option<Timestamp>,
}

/// Which schedules a list asks for, and from where on.
pub(crate) struct Selection {
    pub(crate) group: Option<String>,
    pub(crate) prefix: String,
    pub(crate) state: Option<String>,
    /// The last address of the page before.
    pub(crate) after: Option<Address>,
    pub(crate) limit: usize,
}

const COLUMNS: &str = "group_name, name, definition, client_token, from_template, created_at,
    modified_at, timed_at, next_due, last_due";

struct Columns {
    address: Address,
    definition: String,
    client_token: Option<String>,
    from_template: bool,
    instants: [i64; 3],
    due: [Option<i64>; 2],
}

fn columns(row: &Row<'_>) -> rusqlite::Result<Columns> {
    Ok(Columns {
        address: Address { group: row.get(0)?, name: row.get(1)? },
        definition: row.get(2)?,
        client_token: row.get(3)?,
        from_template: row.get(4)?,
        instants: [row.get(5)?, row.get(6)?, row.get(7)?],
        due: [row.get(8)?, row.get(9)?],
    })
}

fn schedule(columns: Columns) -> Result<Schedule, DatabaseError> {
    let [created_at, modified_at, timed_at] = columns.instants;
    let [next_due, last_due] = columns.due;
    let what = format!("schedule {}", columns.address.name);
    Ok(Schedule {
        definition: super::json(what, &columns.definition)?,
        address: columns.address,
        client_token: columns.client_token,
        from_template: columns.from_template,
        created_at: super::instant(created_at)?,
        modified_at: super::instant(modified_at)?,
        timed_at: super::instant(timed_at)?,
        next_due: next_due.map(super::instant).transpose()?,
        last_due: last_due.map(super::instant).transpose()?,
    })
}

pub(crate) fn find(transaction: &Transaction<'_>, address: &Address) -> Result<Option<Schedule>, DatabaseError> {
    let sql = format!("SELECT {COLUMNS} FROM schedules WHERE group_name = ?1 AND name = ?2");
    transaction.prepare_cached(&sql)?.query_row(params![address.group, address.name], columns).optional()?.map(schedule).transpose()
}

/// Inserts the schedule or replaces the one at its address.
pub(crate) fn put(transaction: &Transaction<'_>, schedule: &Schedule) -> Result<(), DatabaseError> {
    let sql = format!("INSERT OR REPLACE INTO schedules ({COLUMNS}) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)");
    transaction.prepare_cached(&sql)?.execute(params![
        schedule.address.group,
        schedule.address.name,
        super::text("schedule", &schedule.definition)?,
        schedule.client_token,
        schedule.from_template,
        schedule.created_at.as_millisecond(),
        schedule.modified_at.as_millisecond(),
        schedule.timed_at.as_millisecond(),
        schedule.next_due.map(Timestamp::as_millisecond),
        schedule.last_due.map(Timestamp::as_millisecond),
    ])?;
    Ok(())
}

/// Removes a schedule together with its firings that are still to be delivered.
pub(crate) fn remove(transaction: &Transaction<'_>, address: &Address) -> Result<bool, DatabaseError> {
    let Address { group, name } = address;
    transaction.execute("DELETE FROM firings WHERE group_name = ?1 AND name = ?2", [group, name])?;
    let removed = transaction.execute("DELETE FROM schedules WHERE group_name = ?1 AND name = ?2", [group, name])?;
    Ok(removed > 0)
}

/// A page of schedules, ordered by group and name.
pub(crate) fn list(transaction: &Transaction<'_>, selection: &Selection) -> Result<Vec<Schedule>, DatabaseError> {
    let sql = format!(
        "SELECT {COLUMNS} FROM schedules
         WHERE (?1 IS NULL OR group_name = ?1)
           AND substr(name, 1, length(?2)) = ?2
           AND (?3 IS NULL OR definition ->> '$.State' = ?3)
           AND (?4 IS NULL OR (group_name, name) > (?4, ?5))
         ORDER BY group_name, name LIMIT ?6"
    );
    let after = selection.after.as_ref();
    let mut statement = transaction.prepare_cached(&sql)?;
    let rows = statement.query_map(
        params![
            selection.group,
            selection.prefix,
            selection.state,
            after.map(|address| &address.group),
            after.map(|address| &address.name),
            selection.limit,
        ],
        columns,
    )?;
    rows.map(|row| schedule(row?)).collect()
}

/// Addresses of the template's schedules.
pub(crate) fn from_template(transaction: &Transaction<'_>) -> Result<Vec<Address>, DatabaseError> {
    let mut statement = transaction.prepare("SELECT group_name, name FROM schedules WHERE from_template = 1")?;
    let rows = statement.query_map([], address)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// The addresses that are due at `now`, the longest due first, at most `limit`.
pub(crate) fn due(transaction: &Transaction<'_>, now: Timestamp, limit: usize) -> Result<Vec<Address>, DatabaseError> {
    let mut statement =
        transaction.prepare_cached("SELECT group_name, name FROM schedules WHERE next_due <= ?1 ORDER BY next_due LIMIT ?2")?;
    let rows = statement.query_map(params![now.as_millisecond(), limit], address)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Stops a schedule whose row cannot be read from coming due again and again.
pub(crate) fn set_aside(transaction: &Transaction<'_>, address: &Address) -> Result<(), DatabaseError> {
    transaction.execute("UPDATE schedules SET next_due = NULL WHERE group_name = ?1 AND name = ?2", [&address.group, &address.name])?;
    Ok(())
}

pub(crate) fn earliest_due(transaction: &Transaction<'_>) -> Result<Option<Timestamp>, DatabaseError> {
    let earliest: Option<i64> = transaction.prepare_cached("SELECT MIN(next_due) FROM schedules")?.query_row([], |row| row.get(0))?;
    earliest.map(super::instant).transpose()
}

/// Notes that `resource` was deleted by a request with this token, so that a repeat succeeds.
pub(crate) fn note_deletion(
    transaction: &Transaction<'_>,
    client_token: &str,
    resource: &str,
    now: Timestamp,
) -> Result<(), DatabaseError> {
    const DAY_IN_MILLISECONDS: i64 = 86_400_000;
    transaction.execute("DELETE FROM deletions WHERE deleted_at < ?1", [now.as_millisecond() - DAY_IN_MILLISECONDS])?;
    transaction.execute("INSERT OR REPLACE INTO deletions VALUES (?1, ?2, ?3)", params![client_token, resource, now.as_millisecond()])?;
    Ok(())
}

pub(crate) fn was_deleted(transaction: &Transaction<'_>, client_token: &str, resource: &str) -> Result<bool, DatabaseError> {
    let found = transaction
        .query_row("SELECT 1 FROM deletions WHERE client_token = ?1 AND resource = ?2", [client_token, resource], |_| Ok(()))
        .optional()?;
    Ok(found.is_some())
}

fn address(row: &Row<'_>) -> rusqlite::Result<Address> {
    Ok(Address { group: row.get(0)?, name: row.get(1)? })
}
