//! Which messages a receive may hand out now, and in which order.

use rusqlite::params;

use crate::error::SqsError;
use crate::queue::Queue;
use crate::turn::Turn;

/// The rows to hand out, at most `limit`.
pub(crate) fn available(turn: &Turn<'_>, queue: &Queue, limit: i64) -> Result<Vec<i64>, SqsError> {
    if queue.is_fifo() { available_in_groups(turn, &queue.name, limit) } else { available_at_all(turn, &queue.name, limit) }
}

/// A group in flight with fewer messages is no noisy one, whatever its share.
const NOISY: i64 = 30;

/// Standard queue: whatever has been visible longest; but as long as one group holds more than a tenth of what is in flight, those of the
/// others come before (fair queues).
fn available_at_all(turn: &Turn<'_>, queue: &str, limit: i64) -> Result<Vec<i64>, SqsError> {
    let noisy = noisy_groups(turn, queue)?;
    let mut rows = if noisy.is_empty() { Vec::new() } else { quiet_messages(turn, queue, &noisy, limit)? };
    let quiet = serde_json::to_string(&rows).map_err(SqsError::internal)?;
    let missing = limit - i64::try_from(rows.len()).map_err(SqsError::internal)?;
    let mut statement = turn.transaction.prepare_cached(
        "select id from messages where queue = ?1 and visible_at <= ?2 and id not in (select value from json_each(?3))
         order by visible_at, id limit ?4",
    )?;
    let others = statement.query_map(params![queue, turn.now, quiet, missing], |row| row.get(0))?;
    rows.extend(others.collect::<Result<Vec<i64>, _>>()?);
    Ok(rows)
}

fn noisy_groups(turn: &Turn<'_>, queue: &str) -> Result<Vec<String>, SqsError> {
    let mut statement = turn.transaction.prepare_cached(
        "with in_flight as (
           select group_id, count(*) as messages from messages
           where queue = ?1 and visible_at > ?2 and receipt is not null group by group_id)
         select group_id from in_flight
         where group_id is not null and messages >= ?3 and messages * 10 > (select sum(messages) from in_flight)",
    )?;
    let groups = statement.query_map(params![queue, turn.now, NOISY], |row| row.get(0))?;
    Ok(groups.collect::<Result<_, _>>()?)
}

/// Those of the other groups, and those without a group. The names of the groups are looked up one after the other in their index, so that
/// a long backlog is not read for them.
fn quiet_messages(turn: &Turn<'_>, queue: &str, noisy: &[String], limit: i64) -> Result<Vec<i64>, SqsError> {
    let noisy = serde_json::to_string(noisy).map_err(SqsError::internal)?;
    let mut statement = turn.transaction.prepare_cached(
        "with recursive names(name) as (
           select min(group_id) from messages where queue = ?1
           union all
           select (select min(group_id) from messages where queue = ?1 and group_id > name) from names where name is not null),
         quiet as (
           select id, visible_at from names join messages on queue = ?1 and group_id = name
           where name not in (select value from json_each(?3)) and visible_at <= ?2
           union all
           select id, visible_at from messages where queue = ?1 and group_id is null and visible_at <= ?2)
         select id from quiet order by visible_at, id limit ?4",
    )?;
    let rows = statement.query_map(params![queue, turn.now, noisy, limit], |row| row.get(0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// FIFO queue: as many messages of one group as there are, then of the next. The group whose first message has been
/// visible longest comes first; a group whose first message is in flight or delayed waits.
fn available_in_groups(turn: &Turn<'_>, queue: &str, limit: i64) -> Result<Vec<i64>, SqsError> {
    let mut rows = Vec::new();
    let mut taken: Vec<String> = Vec::new();
    loop {
        let missing = limit - i64::try_from(rows.len()).map_err(SqsError::internal)?;
        if missing <= 0 {
            return Ok(rows);
        }
        let Some(group) = next_group(turn, queue, &taken)? else {
            return Ok(rows);
        };
        rows.extend(leading_messages(turn, queue, &group, missing)?);
        taken.push(group);
    }
}

fn next_group(turn: &Turn<'_>, queue: &str, taken: &[String]) -> Result<Option<String>, SqsError> {
    let taken = serde_json::to_string(taken).map_err(SqsError::internal)?;
    let mut statement = turn.transaction.prepare_cached(
        "select group_id from messages first
         where queue = ?1 and visible_at <= ?2 and group_id not in (select value from json_each(?3))
           and not exists (select 1 from messages earlier
             where earlier.queue = first.queue and earlier.group_id = first.group_id and earlier.id < first.id)
         order by visible_at, id limit 1",
    )?;
    let mut groups = statement.query_map(params![queue, turn.now, taken], |row| row.get(0))?;
    Ok(groups.next().transpose()?)
}

/// The group's messages up to the first that is not visible: nothing may overtake it.
fn leading_messages(turn: &Turn<'_>, queue: &str, group: &str, limit: i64) -> Result<Vec<i64>, SqsError> {
    let rows = turn
        .transaction
        .prepare_cached(
            "select id from messages
             where queue = ?1 and group_id = ?2 and id < coalesce(
               (select min(id) from messages where queue = ?1 and group_id = ?2 and visible_at > ?3),
               9223372036854775807)
             order by id limit ?4",
        )?
        .query_map(params![queue, group, turn.now, limit], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    Ok(rows)
}

/// How long until the next hidden message becomes visible (milliseconds), if one is hidden.
pub(crate) fn next_change(turn: &Turn<'_>, queue: &Queue) -> Result<Option<i64>, SqsError> {
    let next: Option<i64> = turn
        .transaction
        .prepare_cached("select min(visible_at) from messages where queue = ?1 and visible_at > ?2")?
        .query_row((&queue.name, turn.now), |row| row.get(0))?;
    Ok(next.map(|at| at - turn.now))
}
