//! ChangeMessageVisibility and its batch form: a consumer asks for more time, or gives a message back.

use rusqlite::OptionalExtension;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::batch::{self, Batch};
use crate::error::{ErrorCode, SqsError};
use crate::parameters::{between, required};
use crate::queue::Queue;
use crate::receipt_handle::ReceiptHandle;
use crate::turn::Turn;

/// The longest that a message can stay in flight, counted from its receive (seconds): 12 hours.
const LONGEST: i64 = 43_200;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct Single {
    queue_url: Option<String>,
    #[serde(flatten)]
    change: Change,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct Change {
    receipt_handle: Option<String>,
    visibility_timeout: Option<i64>,
}

struct Found {
    receipt: Option<String>,
    visible_at: i64,
    received_at: Option<i64>,
}

pub(crate) fn single(turn: &mut Turn<'_>, input: Single) -> Result<Value, SqsError> {
    let queue = turn.queue(input.queue_url.as_deref())?;
    if input.change.visibility_timeout.is_none() {
        return Err(SqsError::missing("VisibilityTimeout"));
    }
    change(turn, &queue, &input.change)
}

pub(crate) fn batch(turn: &mut Turn<'_>, input: Batch<Change>) -> Result<Value, SqsError> {
    let queue = turn.queue(input.queue_url.as_deref())?;
    let requests = input.requests("ChangeMessageVisibilityBatchRequestEntry")?;
    batch::apply(turn, &queue, requests, change)
}

/// A standard queue takes any handle of a message in flight, and the latest one also after its timeout; a FIFO queue
/// takes only the latest within its timeout.
fn change(turn: &mut Turn<'_>, queue: &Queue, input: &Change) -> Result<Value, SqsError> {
    let given = required("ReceiptHandle", &input.receipt_handle)?;
    let handle = ReceiptHandle::decode(given, &queue.name)?;
    let timeout = match input.visibility_timeout {
        Some(seconds) => between("VisibilityTimeout", seconds, 0, LONGEST)?,
        None => queue.number("VisibilityTimeout")?,
    };
    let found = find(turn, queue, handle.message)?.ok_or_else(|| {
        let reason = "Message does not exist or is not available for visibility timeout change.";
        SqsError::invalid_value("ReceiptHandle", given, reason)
    })?;
    let latest = found.receipt.as_deref() == Some(&handle.receipt);
    let in_flight = found.visible_at > turn.now;
    if queue.is_fifo() && !(latest && in_flight) {
        return Err(SqsError::invalid_value("ReceiptHandle", given, "The receipt handle has expired."));
    }
    if !latest && !in_flight {
        return Err(SqsError::new(ErrorCode::MessageNotInflight, "The specified message isn't in flight."));
    }
    let visible_at = turn.now + timeout * 1_000;
    if visible_at > found.received_at.unwrap_or(turn.now) + LONGEST * 1_000 {
        let reason = format!("Total VisibilityTimeout for the message is beyond the limit [{LONGEST} seconds]");
        return Err(SqsError::invalid_value("VisibilityTimeout", timeout, &reason));
    }
    turn.transaction.execute("update messages set visible_at = ?2 where id = ?1", (handle.message, visible_at))?;
    turn.wake(&queue.name);
    Ok(json!({}))
}

fn find(turn: &Turn<'_>, queue: &Queue, message: i64) -> Result<Option<Found>, SqsError> {
    let found = turn
        .transaction
        .query_row("select receipt, visible_at, received_at from messages where id = ?1 and queue = ?2", (message, &queue.name), |row| {
            Ok(Found { receipt: row.get(0)?, visible_at: row.get(1)?, received_at: row.get(2)? })
        })
        .optional()?;
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::World;

    fn input(url: &str, handle: &str, timeout: i64) -> Value {
        json!({ "QueueUrl": url, "ReceiptHandle": handle, "VisibilityTimeout": timeout })
    }

    #[tokio::test]
    async fn more_time_and_less() {
        let world = World::new();
        let url = world.create("a", json!({})).await;
        world.send(&url, "one").await;
        let handle = world.receive_handles(&url).await.remove(0);
        world.call("ChangeMessageVisibility", input(&url, &handle, 100)).await;
        world.advance(99_999);
        assert!(world.receive(&url).await.is_empty());
        world.call("ChangeMessageVisibility", input(&url, &handle, 0)).await;
        assert_eq!(world.receive(&url).await, ["one"]);
    }

    #[tokio::test]
    async fn twelve_hours_are_counted_from_the_receive() {
        let world = World::new();
        let url = world.create("a", json!({})).await;
        world.send(&url, "one").await;
        let handle = world.receive_handles(&url).await.remove(0);
        world.call("ChangeMessageVisibility", input(&url, &handle, 43_200)).await;
        world.advance(1_000);
        let error = world.refuse("ChangeMessageVisibility", input(&url, &handle, 43_200)).await;
        assert!(error.message.contains("beyond the limit [43200 seconds]"), "{error}");
        world.call("ChangeMessageVisibility", input(&url, &handle, 43_199)).await;
        for bad in [-1, 43_201] {
            let error = world.refuse("ChangeMessageVisibility", input(&url, &handle, bad)).await;
            assert_eq!(error.code, ErrorCode::InvalidParameterValue);
        }
        let missing = json!({ "QueueUrl": url, "ReceiptHandle": handle });
        let error = world.refuse("ChangeMessageVisibility", missing).await;
        assert_eq!(error.code, ErrorCode::MissingParameter);
    }

    #[tokio::test]
    async fn handles_of_a_standard_queue() {
        let world = World::new();
        let url = world.create("a", json!({})).await;
        world.send(&url, "one").await;
        let first = world.receive_handles(&url).await.remove(0);
        world.advance(30_000);
        // The latest handle serves after its timeout: recorded from the service.
        world.call("ChangeMessageVisibility", input(&url, &first, 10)).await;
        assert!(world.receive(&url).await.is_empty());
        world.advance(10_000);
        let second = world.receive_handles(&url).await.remove(0);
        // An older handle serves while the message is in flight: recorded from the service.
        world.call("ChangeMessageVisibility", input(&url, &first, 0)).await;
        let stale = world.refuse("ChangeMessageVisibility", input(&url, &first, 10)).await;
        assert_eq!(stale.code, ErrorCode::MessageNotInflight);
        world.call("DeleteMessage", json!({ "QueueUrl": url, "ReceiptHandle": second })).await;
        let deleted = world.refuse("ChangeMessageVisibility", input(&url, &second, 10)).await;
        assert_eq!(deleted.code, ErrorCode::InvalidParameterValue);
        assert!(deleted.message.contains("Message does not exist"), "{deleted}");
        let garbage = world.refuse("ChangeMessageVisibility", input(&url, "garbage", 10)).await;
        assert_eq!(garbage.code, ErrorCode::ReceiptHandleIsInvalid);
    }

    #[tokio::test]
    async fn handles_of_a_fifo_queue_end_with_their_timeout() {
        let world = World::new();
        let url = world.create_fifo("a.fifo", json!({})).await;
        world.send_to_group(&url, "g", "one").await;
        let handle = world.receive_handles(&url).await.remove(0);
        world.call("ChangeMessageVisibility", input(&url, &handle, 40)).await;
        world.advance(40_000);
        let error = world.refuse("ChangeMessageVisibility", input(&url, &handle, 10)).await;
        assert!(error.message.ends_with("The receipt handle has expired."), "{error}");
    }

    #[tokio::test]
    async fn a_batch_answers_each_entry() {
        let world = World::new();
        let url = world.create("a", json!({})).await;
        world.send(&url, "one").await;
        let handle = world.receive_handles(&url).await.remove(0);
        let entries = json!([
            { "Id": "bad", "ReceiptHandle": handle, "VisibilityTimeout": 43_201 },
            { "Id": "good", "ReceiptHandle": handle, "VisibilityTimeout": 0 },
        ]);
        let batch = json!({ "QueueUrl": url, "Entries": entries });
        let output = world.call("ChangeMessageVisibilityBatch", batch).await;
        assert_eq!(output["Successful"], json!([{ "Id": "good" }]));
        assert_eq!(output["Failed"][0]["Code"], "InvalidParameterValue");
        assert_eq!(world.receive(&url).await, ["one"]);
    }
}
