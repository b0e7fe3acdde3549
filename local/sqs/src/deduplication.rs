//! FIFO queues take a deduplication id once in five minutes; a repeat is answered with the first message.

use rusqlite::OptionalExtension;

use crate::error::SqsError;
use crate::queue::Queue;
use crate::retention;
use crate::turn::Turn;

/// Where a deduplication id is unique: the queue, or the message group when `DeduplicationScope` says so.
pub(crate) struct Deduplication<'message> {
    queue: &'message str,
    scope: &'message str,
    id: &'message str,
}

/// The first message that was sent under a deduplication id.
pub(crate) struct Original {
    pub(crate) message_id: String,
    /// The row that its sequence number was made from.
    pub(crate) sequence: i64,
}

impl<'message> Deduplication<'message> {
    pub(crate) fn new(queue: &'message Queue, group: &'message str, id: &'message str) -> Self {
        let per_group = queue.has("DeduplicationScope", "messageGroup");
        Self { queue: &queue.name, scope: if per_group { group } else { "" }, id }
    }

    /// The message that was sent under this id less than five minutes ago, even if it is deleted by now.
    pub(crate) fn original(&self, turn: &Turn<'_>) -> Result<Option<Original>, SqsError> {
        retention::remove_expired_deduplications(turn)?;
        let original = turn
            .transaction
            .query_row(
                "select message_id, sequence from deduplications
                 where queue = ?1 and scope = ?2 and deduplication_id = ?3",
                (self.queue, self.scope, self.id),
                |row| Ok(Original { message_id: row.get(0)?, sequence: row.get(1)? }),
            )
            .optional()?;
        Ok(original)
    }

    pub(crate) fn remember(&self, turn: &Turn<'_>, message_id: &str, sequence: i64) -> Result<(), SqsError> {
        turn.transaction.execute(
            "insert into deduplications (queue, scope, deduplication_id, message_id, sequence, sent_at)
             values (?1, ?2, ?3, ?4, ?5, ?6)",
            (self.queue, self.scope, self.id, message_id, sequence, turn.now),
        )?;
        Ok(())
    }
}
