//! DeleteMessage and DeleteMessageBatch: a consumer is done with what it received.

use rusqlite::OptionalExtension;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::batch::{self, Batch};
use crate::error::SqsError;
use crate::parameters::required;
use crate::queue::Queue;
use crate::receipt_handle::ReceiptHandle;
use crate::turn::Turn;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct Single {
    queue_url: Option<String>,
    #[serde(flatten)]
    receipt: Receipt,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct Receipt {
    receipt_handle: Option<String>,
}

pub(crate) fn single(turn: &mut Turn<'_>, input: Single) -> Result<Value, SqsError> {
    let queue = turn.queue(input.queue_url.as_deref())?;
    delete(turn, &queue, &input.receipt)
}

pub(crate) fn batch(turn: &mut Turn<'_>, input: Batch<Receipt>) -> Result<Value, SqsError> {
    let queue = turn.queue(input.queue_url.as_deref())?;
    let requests = input.requests("DeleteMessageBatchRequestEntry")?;
    batch::apply(turn, &queue, requests, delete)
}

/// A message that is gone is deleted again without complaint. A handle that a later receive replaced deletes nothing:
/// in a standard queue silently, in a FIFO queue with an error, as does one whose visibility timeout ended there.
fn delete(turn: &mut Turn<'_>, queue: &Queue, input: &Receipt) -> Result<Value, SqsError> {
    let given = required("ReceiptHandle", &input.receipt_handle)?;
    let handle = ReceiptHandle::decode(given, &queue.name)?;
    let found: Option<(Option<String>, i64)> = turn
        .transaction
        .query_row("select receipt, visible_at from messages where id = ?1 and queue = ?2", (handle.message, &queue.name), |row| {
            Ok((row.get(0)?, row.get(1)?))
        })
        .optional()?;
    let Some((receipt, visible_at)) = found else {
        return Ok(json!({}));
    };
    let latest = receipt.as_deref() == Some(&handle.receipt);
    if queue.is_fifo() && (!latest || visible_at <= turn.now) {
        return Err(SqsError::invalid_value("ReceiptHandle", given, "The receipt handle has expired."));
    }
    if latest {
        turn.transaction.execute("delete from messages where id = ?1", [handle.message])?;
        // The next message of its group may go out now.
        turn.wake(&queue.name);
    }
    Ok(json!({}))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::ErrorCode;
    use crate::testing::World;

    fn input(url: &str, handle: &str) -> Value {
        json!({ "QueueUrl": url, "ReceiptHandle": handle })
    }

    #[tokio::test]
    async fn a_deleted_message_does_not_come_back() {
        let world = World::new();
        let url = world.create("a", json!({})).await;
        world.send(&url, "one").await;
        let handle = world.receive_handles(&url).await.remove(0);
        // Again and again: no complaint.
        for _ in 0..3 {
            world.call("DeleteMessage", input(&url, &handle)).await;
        }
        world.advance(60_000);
        assert!(world.receive(&url).await.is_empty());
    }

    #[tokio::test]
    async fn after_the_visibility_timeout_a_handle_still_deletes_until_the_next_receive() {
        let world = World::new();
        let url = world.create("a", json!({})).await;
        world.send(&url, "one").await;
        let first = world.receive_handles(&url).await.remove(0);
        world.advance(30_000);
        let second = world.receive_handles(&url).await.remove(0);
        world.call("DeleteMessage", input(&url, &first)).await;
        assert_eq!(world.counts(&url).await, (0, 1, 0), "a stale handle deletes nothing");
        world.advance(30_000);
        world.call("DeleteMessage", input(&url, &second)).await;
        assert_eq!(world.counts(&url).await, (0, 0, 0));
    }

    #[tokio::test]
    async fn a_fifo_queue_refuses_an_expired_handle() {
        let world = World::new();
        let url = world.create_fifo("a.fifo", json!({})).await;
        world.send_to_group(&url, "g", "one").await;
        let first = world.receive_handles(&url).await.remove(0);
        world.advance(30_000);
        let error = world.refuse("DeleteMessage", input(&url, &first)).await;
        assert_eq!(error.code, ErrorCode::InvalidParameterValue);
        assert!(error.message.ends_with("Reason: The receipt handle has expired."), "{error}");
        let second = world.receive_handles(&url).await.remove(0);
        world.refuse("DeleteMessage", input(&url, &first)).await;
        world.call("DeleteMessage", input(&url, &second)).await;
        world.call("DeleteMessage", input(&url, &second)).await;
        assert_eq!(world.counts(&url).await, (0, 0, 0));
    }

    #[tokio::test]
    async fn unknown_handles_are_refused() {
        let world = World::new();
        let (url, other) = (world.create("a", json!({})).await, world.create("b", json!({})).await);
        world.send(&url, "one").await;
        let handle = world.receive_handles(&url).await.remove(0);
        for bad in [input(&url, "garbage"), input(&other, &handle)] {
            assert_eq!(world.refuse("DeleteMessage", bad).await.code, ErrorCode::ReceiptHandleIsInvalid);
        }
        let missing = world.refuse("DeleteMessage", json!({ "QueueUrl": url })).await;
        assert_eq!(missing.code, ErrorCode::MissingParameter);
        assert_eq!(world.counts(&url).await, (0, 1, 0));
    }

    #[tokio::test]
    async fn a_batch_answers_each_entry() {
        let world = World::new();
        let url = world.create("a", json!({})).await;
        world.send(&url, "one").await;
        let handle = world.receive_handles(&url).await.remove(0);
        let entries = json!([
            { "Id": "good", "ReceiptHandle": handle },
            { "Id": "bad", "ReceiptHandle": "garbage" },
        ]);
        let output = world.call("DeleteMessageBatch", json!({ "QueueUrl": url, "Entries": entries })).await;
        assert_eq!(output["Successful"], json!([{ "Id": "good" }]));
        assert_eq!(output["Failed"][0]["Id"], "bad");
        assert_eq!(output["Failed"][0]["Code"], "ReceiptHandleIsInvalid");
        assert_eq!(output["Failed"][0]["SenderFault"], true);
        assert_eq!(world.counts(&url).await, (0, 0, 0));
    }
}
