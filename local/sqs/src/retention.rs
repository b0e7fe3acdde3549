//! What is forgotten with time: messages after the retention period, deduplication ids after five minutes.

use crate::error::SqsError;
use crate::queue::Queue;
use crate::turn::Turn;

/// How long a FIFO queue remembers a deduplication id (milliseconds).
const DEDUPLICATION_INTERVAL: i64 = 5 * 60 * 1_000;

/// Removes the queue's messages that are older than its `MessageRetentionPeriod`, in flight or not.
pub(crate) fn remove_expired_messages(turn: &Turn<'_>, queue: &Queue) -> Result<(), SqsError> {
    let oldest = turn.now - queue.number("MessageRetentionPeriod")? * 1_000;
    turn.transaction.prepare_cached("delete from messages where queue = ?1 and enqueued_at <= ?2")?.execute((&queue.name, oldest))?;
    Ok(())
}

/// Removes the deduplication ids, of all queues, whose interval is over.
pub(crate) fn remove_expired_deduplications(turn: &Turn<'_>) -> Result<(), SqsError> {
    turn.transaction.prepare_cached("delete from deduplications where sent_at <= ?1")?.execute([turn.now - DEDUPLICATION_INTERVAL])?;
    Ok(())
}
