//! ReceiveMessage: hands out messages and hides them; a long poll waits for the first.

use std::time::Duration;

use rusqlite::params;
use serde::Deserialize;
use serde_json::{Value, json};
use tokio::time::{Instant, timeout_at};

use crate::availability;
use crate::dead_letter;
use crate::error::{ErrorCode, SqsError};
use crate::message::{ReceivedMessage, sequence_number};
use crate::parameters::{between, required};
use crate::queue::Queue;
use crate::receipt_handle::ReceiptHandle;
use crate::retention;
use crate::store::Store;
use crate::turn::Turn;

/// What a receiver can ask for in `MessageSystemAttributeNames`.
const SYSTEM_ATTRIBUTES: [&str; 10] = [
    "All",
    "AWSTraceHeader",
    "ApproximateFirstReceiveTimestamp",
    "ApproximateReceiveCount",
    "DeadLetterQueueSourceArn",
    "MessageDeduplicationId",
    "MessageGroupId",
    "SenderId",
    "SentTimestamp",
    "SequenceNumber",
];

/// `ReceiveRequestAttemptId` is taken and ignored: a repeated attempt receives like a new one.
#[derive(Clone, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct Input {
    queue_url: Option<String>,
    max_number_of_messages: Option<i64>,
    visibility_timeout: Option<i64>,
    wait_time_seconds: Option<i64>,
    message_attribute_names: Option<Vec<String>>,
    /// The older name of the next.
    attribute_names: Option<Vec<String>>,
    message_system_attribute_names: Option<Vec<String>>,
}

/// What one look at the queue gave.
struct Look {
    messages: Vec<Value>,
    /// Until a hidden message becomes visible.
    next_change: Option<Duration>,
    /// How long the receiver is willing to wait.
    wait: Duration,
}

/// Looks until there is a message or the wait is over. Between looks it sleeps until something was sent, deleted or
/// changed, a delay or a visibility timeout ends, or the wait is over.
///
/// `in_delivery` marks the messages for `Sqs::receive_for_delivery`.
pub(crate) async fn wait(store: &Store, input: Input, in_delivery: bool) -> Result<Value, SqsError> {
    let name = store.options.name_in_url(required("QueueUrl", &input.queue_url)?)?;
    let bell = store.bells.of(name);
    let started = Instant::now();
    loop {
        let ring = bell.notified();
        tokio::pin!(ring);
        // From here on a ring is kept, so that nothing is missed between the look and the sleep.
        ring.as_mut().enable();
        let request = input.clone();
        let look = store.turn(move |turn| look(turn, &request, in_delivery)).await?;
        if !look.messages.is_empty() {
            return Ok(json!({ "Messages": look.messages }));
        }
        let deadline = started + look.wait;
        let now = Instant::now();
        if now >= deadline {
            return Ok(json!({}));
        }
        let wake = look.next_change.map_or(deadline, |change| deadline.min(now + change));
        // Whether it rang or the time came, the next look tells what there is.
        let _ = timeout_at(wake, ring).await;
    }
}

fn look(turn: &mut Turn<'_>, input: &Input, in_delivery: bool) -> Result<Look, SqsError> {
    let queue = turn.queue(input.queue_url.as_deref())?;
    let limit = between("MaxNumberOfMessages", input.max_number_of_messages.unwrap_or(1), 1, 10)?;
    let visibility_timeout = match input.visibility_timeout {
        Some(seconds) => between("VisibilityTimeout", seconds, 0, 43_200)?,
        None => queue.number("VisibilityTimeout")?,
    };
    let wait = match input.wait_time_seconds {
        Some(seconds @ 0..=20) => seconds,
        Some(seconds) => {
            let reason = "Must be >= 0 and <= 20, if provided.";
            return Err(SqsError::invalid_value("WaitTimeSeconds", seconds, reason));
        }
        None => queue.number("ReceiveMessageWaitTimeSeconds")?,
    };
    let names = |list: &Option<Vec<String>>| list.clone().unwrap_or_default();
    let system_names = [names(&input.attribute_names), names(&input.message_system_attribute_names)].concat();
    if let Some(unknown) = system_names.iter().find(|name| !SYSTEM_ATTRIBUTES.contains(&name.as_str())) {
        return Err(SqsError::new(ErrorCode::InvalidAttributeName, format!("Unknown Attribute {unknown}.")));
    }

    retention::remove_expired_messages(turn, &queue)?;
    dead_letter::move_exhausted(turn, &queue)?;
    let messages = availability::available(turn, &queue, limit)?
        .into_iter()
        .map(|row| {
            let received = receive(turn, &queue, row, visibility_timeout)?;
            mark(turn, row, in_delivery)?;
            received.into_json(&system_names, &names(&input.message_attribute_names))
        })
        .collect::<Result<Vec<_>, SqsError>>()?;
    let milliseconds = |count: i64| Duration::from_millis(count.unsigned_abs());
    Ok(Look { messages, next_change: availability::next_change(turn, &queue)?.map(milliseconds), wait: milliseconds(wait * 1_000) })
}

fn mark(turn: &Turn<'_>, row: i64, in_delivery: bool) -> Result<(), SqsError> {
    turn.transaction.prepare_cached("update messages set in_delivery = ?2 where id = ?1")?.execute((row, in_delivery))?;
    Ok(())
}

/// Notes that deliveries have ended in failure. Handles of messages that are gone, or were received again, change nothing.
pub(crate) fn end_delivery(turn: &mut Turn<'_>, queue: &str, handles: &[String]) -> Result<(), SqsError> {
    for handle in handles {
        let handle = ReceiptHandle::decode(handle, queue)?;
        turn.transaction
            .prepare_cached("update messages set in_delivery = 0 where id = ?1 and receipt = ?2")?
            .execute((handle.message, handle.receipt))?;
    }
    Ok(())
}

/// Hides the message for the visibility timeout (seconds), counts the receive and gives it a new receipt handle.
fn receive(turn: &Turn<'_>, queue: &Queue, row: i64, visibility_timeout: i64) -> Result<ReceivedMessage, SqsError> {
    let receipt = uuid::Uuid::new_v4().simple().to_string();
    let (stored, attributes) = turn
        .transaction
        .prepare_cached(
            "update messages set receipt = ?2, visible_at = ?3, received_at = ?4, receive_count = receive_count + 1,
                 receives_in_queue = receives_in_queue + 1, first_received_at = coalesce(first_received_at, ?4)
             where id = ?1
             returning message_id, body, attributes, trace_header, group_id, deduplication_id, sent_at, receive_count,
                 first_received_at, source_arn",
        )?
        .query_row(params![row, receipt, turn.now + visibility_timeout * 1_000, turn.now], |columns| {
            let number = |index: usize| columns.get::<_, i64>(index).map(|number| Some(number.to_string()));
            let message = ReceivedMessage {
                message_id: columns.get(0)?,
                receipt_handle: String::new(),
                body: columns.get(1)?,
                attributes: Default::default(),
                system_attributes: vec![
                    ("AWSTraceHeader", columns.get(3)?),
                    ("ApproximateFirstReceiveTimestamp", number(8)?),
                    ("ApproximateReceiveCount", number(7)?),
                    ("DeadLetterQueueSourceArn", columns.get(9)?),
                    ("MessageDeduplicationId", columns.get(5)?),
                    ("MessageGroupId", columns.get(4)?),
                    // There are no principals here; the account stands for whoever sent it.
                    ("SenderId", Some(turn.options.account.clone())),
                    ("SentTimestamp", number(6)?),
                    ("SequenceNumber", queue.is_fifo().then(|| sequence_number(row))),
                ],
            };
            Ok((message, columns.get::<_, String>(2)?))
        })?;
    let handle = ReceiptHandle { message: row, receipt, queue: queue.name.clone() };
    Ok(ReceivedMessage {
        receipt_handle: handle.encode(),
        attributes: serde_json::from_str(&attributes).map_err(SqsError::internal)?,
        ..stored
    })
}

#[cfg(test)]
mod tests;
