//! FIFO queues take a deduplication id once in five minutes; a repeat is answered with the first message.

use rusqlite::OptionalExtension;

use crate::error::SqsError;
use crate::queue::Queue;
use crate::retention;
use crate::turn::Turn;

/// A deduplication id is unique in its queue.
pub(crate) struct Deduplication<'message> {
    queue: &'message str,
    id: &'message str,
}

/// The first message that was sent under a deduplication id.
pub(crate) struct Original {
    pub(crate) message_id: String,
    /// The row that its sequence number was made from.
    pub(crate) sequence: i64,
}

impl<'message> Deduplication<'message> {
    pub(crate) fn new(queue: &'message Queue, id: &'message str) -> Self {
        Self { queue: &queue.name, id }
    }

    /// The message that was sent under this id less than five minutes ago, even if it is deleted by now.
    pub(crate) fn original(&self, turn: &Turn<'_>) -> Result<Option<Original>, SqsError> {
        retention::remove_expired_deduplications(turn)?;
        let original = turn
            .transaction
            .query_row(
                "select message_id, sequence from deduplications
                 where queue = ?1 and scope = '' and deduplication_id = ?2",
                (self.queue, self.id),
                |row| Ok(Original { message_id: row.get(0)?, sequence: row.get(1)? }),
            )
            .optional()?;
        Ok(original)
    }

    pub(crate) fn remember(&self, turn: &Turn<'_>, message_id: &str, sequence: i64) -> Result<(), SqsError> {
        turn.transaction.execute(
            "insert into deduplications (queue, scope, deduplication_id, message_id, sequence, sent_at)
             values (?1, '', ?2, ?3, ?4, ?5)",
            (self.queue, self.id, message_id, sequence, turn.now),
        )?;
        Ok(())
    }
}
