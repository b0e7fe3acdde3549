//! Moves messages between queues: to the dead-letter queue after too many receives, and back by a move task.

use rusqlite::params;

use crate::error::SqsError;
use crate::queue::Queue;
use crate::redrive_policy::RedrivePolicy;
use crate::turn::Turn;

/// Checks a policy against the queue it names: existing, and of the same kind.
pub(crate) fn check_target(turn: &Turn<'_>, text: &str, fifo: bool) -> Result<(), SqsError> {
    let policy = RedrivePolicy::parse(text)?;
    let refuse = |reason: &str| Err(SqsError::invalid_value("RedrivePolicy", text, reason));
    let Some(target) = turn.queue_by_arn(&policy.dead_letter_target_arn)? else {
        return refuse("Dead letter target does not exist.");
    };
    if target.is_fifo() != fifo {
        return refuse("Dead-letter queue must be same type of queue as the source.");
    }
    Ok(())
}

/// Whether any queue sends its dead letters to `target`.
pub(crate) fn is_dead_letter_queue(turn: &Turn<'_>, target: &Queue) -> Result<bool, SqsError> {
    let target_arn = turn.options.queue_arn(&target.name);
    for queue in Queue::all(turn.transaction)? {
        if queue.redrive_policy()?.is_some_and(|policy| policy.dead_letter_target_arn == target_arn) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Moves the queue's visible messages that were received `maxReceiveCount` times. As on AWS this happens when someone
/// receives from the source queue, not when the last visibility timeout ends. Without the dead-letter queue they stay.
pub(crate) fn move_exhausted(turn: &mut Turn<'_>, queue: &Queue) -> Result<(), SqsError> {
    let Some(policy) = queue.redrive_policy()? else {
        return Ok(());
    };
    let exhausted: Vec<i64> = turn
        .transaction
        .prepare_cached("select id from messages where queue = ?1 and visible_at <= ?2 and receives_in_queue >= ?3 order by id")?
        .query_map((&queue.name, turn.now, policy.max_receive_count), |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    if exhausted.is_empty() {
        return Ok(());
    }
    let Some(target) = turn.queue_by_arn(&policy.dead_letter_target_arn)? else {
        return Ok(());
    };
    let source_arn = turn.options.queue_arn(&queue.name);
    for message in exhausted {
        to_dead_letter_queue(turn, message, &target, &source_arn)?;
    }
    turn.wake(&target.name);
    Ok(())
}

/// The message keeps its id, its times and its receive count. A FIFO queue counts its retention anew, a standard queue
/// does not (Developer Guide, "Using dead-letter queues"). A new row is a new place in the order, behind what is there.
fn to_dead_letter_queue(turn: &Turn<'_>, message: i64, target: &Queue, source_arn: &str) -> Result<(), SqsError> {
    turn.transaction.execute(
        "insert into messages (queue, message_id, body, attributes, trace_header, group_id, deduplication_id, sent_at,
             enqueued_at, visible_at, receive_count, first_received_at, source_arn)
         select ?2, message_id, body, attributes, trace_header, group_id, deduplication_id, sent_at,
             iif(?3, ?4, enqueued_at), ?4, receive_count, first_received_at, ?5
         from messages where id = ?1",
        params![message, target.name, target.is_fifo(), turn.now, source_arn],
    )?;
    turn.transaction.execute("delete from messages where id = ?1", [message])?;
    Ok(())
}

/// A moved message is a new one: a new id, a new retention period, nobody received it (Developer Guide, "Configuring a
/// dead-letter queue redrive"). Deduplication does not apply to it, so that nothing is lost.
pub(crate) fn redrive(turn: &Turn<'_>, message: i64, target: &str) -> Result<(), SqsError> {
    turn.transaction.execute(
        "insert into messages (queue, message_id, body, attributes, trace_header, group_id, deduplication_id, sent_at,
             enqueued_at, visible_at)
         select ?2, ?3, body, attributes, trace_header, group_id, deduplication_id, ?4, ?4, ?4
         from messages where id = ?1",
        params![message, target, uuid::Uuid::new_v4().to_string(), turn.now],
    )?;
    turn.transaction.execute("delete from messages where id = ?1", [message])?;
    Ok(())
}
