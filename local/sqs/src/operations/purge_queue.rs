//! PurgeQueue: removes every message of a queue, at most once a minute.

use serde::Deserialize;
use serde_json::{Value, json};

use crate::error::{ErrorCode, SqsError};
use crate::turn::Turn;

/// A queue can be purged again so long after the last time (milliseconds).
const PURGE_INTERVAL: i64 = 60_000;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct Input {
    queue_url: Option<String>,
}

pub(crate) fn run(turn: &mut Turn<'_>, input: Input) -> Result<Value, SqsError> {
    let queue = turn.queue(input.queue_url.as_deref())?;
    if queue.purged_at.is_some_and(|purged_at| turn.now < purged_at + PURGE_INTERVAL) {
        return Err(SqsError::new(
            ErrorCode::PurgeQueueInProgress,
            format!("Only one PurgeQueue operation on {} is allowed every 60 seconds.", queue.name),
        ));
    }
    turn.transaction.execute("delete from messages where queue = ?1", [&queue.name])?;
    turn.transaction.execute("delete from deduplications where queue = ?1", [&queue.name])?;
    turn.transaction.execute("update queues set purged_at = ?2 where name = ?1", (&queue.name, turn.now))?;
    Ok(json!({}))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::World;

    #[tokio::test]
    async fn removes_all_messages_of_this_queue_once_a_minute() {
        let world = World::new();
        let (url, other) = (world.create("a", json!({})).await, world.create("b", json!({})).await);
        for body in ["one", "two"] {
            world.send(&url, body).await;
            world.send(&other, body).await;
        }
        world.receive(&url).await;
        world.call("PurgeQueue", json!({ "QueueUrl": url })).await;
        assert_eq!(world.counts(&url).await, (0, 0, 0));
        assert_eq!(world.counts(&other).await, (2, 0, 0));
        world.advance(59_999);
        let error = world.refuse("PurgeQueue", json!({ "QueueUrl": url })).await;
        assert_eq!((error.code, error.code.status()), (ErrorCode::PurgeQueueInProgress, 403));
        world.advance(1);
        world.call("PurgeQueue", json!({ "QueueUrl": url })).await;
    }

    #[tokio::test]
    async fn forgets_deduplication_ids() {
        let world = World::new();
        let url = world.create_fifo("a.fifo", json!({})).await;
        world.send_to_group(&url, "g", "same").await;
        world.call("PurgeQueue", json!({ "QueueUrl": url })).await;
        world.send_to_group(&url, "g", "same").await;
        assert_eq!(world.receive(&url).await, ["same"]);
    }
}
