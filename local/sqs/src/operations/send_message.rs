//! SendMessage and SendMessageBatch: a message becomes durable before the call answers.

use serde::Deserialize;
use serde_json::{Value, json};

use crate::batch::{self, Batch};
use crate::deduplication::Deduplication;
use crate::digest;
use crate::error::{ErrorCode, SqsError};
use crate::message::{OutgoingMessage, sequence_number};
use crate::message_attributes;
use crate::queue::Queue;
use crate::queue_attributes::LARGEST_MESSAGE;
use crate::turn::Turn;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct Single {
    queue_url: Option<String>,
    #[serde(flatten)]
    message: OutgoingMessage,
}

pub(crate) fn single(turn: &mut Turn<'_>, input: Single) -> Result<Value, SqsError> {
    let queue = turn.queue(input.queue_url.as_deref())?;
    send(turn, &queue, &input.message)
}

/// Entries go in in their order. One without the ids that a FIFO queue asks for refuses the whole batch, as on AWS;
/// any other bad entry fails alone.
pub(crate) fn batch(turn: &mut Turn<'_>, input: Batch<OutgoingMessage>) -> Result<Value, SqsError> {
    let queue = turn.queue(input.queue_url.as_deref())?;
    let mut size = 0;
    for (_, message) in input.requests("SendMessageBatchRequestEntry")? {
        // An entry with broken attributes is reported by itself; here it only weighs nothing.
        size += message.size().unwrap_or(0);
        if queue.is_fifo() {
            require_fifo_ids(&queue, message)?;
        }
    }
    if i64::try_from(size).map_or(true, |size| size > LARGEST_MESSAGE) {
        return Err(SqsError::new(
            ErrorCode::BatchRequestTooLong,
            format!("Batch requests cannot be longer than {LARGEST_MESSAGE} bytes. You have sent {size} bytes."),
        ));
    }
    batch::apply(turn, &queue, input.requests("SendMessageBatchRequestEntry")?, send)
}

fn require_fifo_ids(queue: &Queue, message: &OutgoingMessage) -> Result<(), SqsError> {
    if message.message_group_id.is_none() {
        return Err(SqsError::invalid_parameter("The request must contain the parameter MessageGroupId."));
    }
    if message.message_deduplication_id.is_none() && message.message_body.is_some() {
        message.deduplication_id(queue)?;
    }
    Ok(())
}

fn send(turn: &mut Turn<'_>, queue: &Queue, message: &OutgoingMessage) -> Result<Value, SqsError> {
    let body = message.body()?;
    message.check_size(queue)?;
    let delay = message.delay(queue)?;
    let group = message.group(queue)?;
    let deduplication_id = message.deduplication_id(queue)?;
    let trace_header = message.trace_header()?;

    let deduplication = match (group, &deduplication_id) {
        (Some(_), Some(id)) => Some(Deduplication::new(queue, id)),
        _ => None,
    };
    if let Some(original) = deduplication.as_ref().map(|one| one.original(turn)).transpose()?.flatten() {
        return answer(queue, message, body, &original.message_id, original.sequence);
    }
    let message_id = uuid::Uuid::new_v4().to_string();
    let attributes = serde_json::to_string(&message.message_attributes.clone().unwrap_or_default());
    turn.transaction
        .prepare_cached(
            "insert into messages (queue, message_id, body, attributes, trace_header, group_id, deduplication_id,
                 sent_at, enqueued_at, visible_at)
             values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?8, ?9)",
        )?
        .execute((
            &queue.name,
            &message_id,
            body,
            attributes.map_err(SqsError::internal)?,
            trace_header,
            group,
            &deduplication_id,
            turn.now,
            turn.now + delay * 1_000,
        ))?;
    let row = turn.transaction.last_insert_rowid();
    if let Some(deduplication) = deduplication {
        deduplication.remember(turn, &message_id, row)?;
    }
    turn.wake(&queue.name);
    answer(queue, message, body, &message_id, row)
}

fn answer(queue: &Queue, message: &OutgoingMessage, body: &str, message_id: &str, sequence: i64) -> Result<Value, SqsError> {
    let mut output = json!({ "MessageId": message_id, "MD5OfMessageBody": digest::md5(body.as_bytes()) });
    for (name, attributes) in
        [("MD5OfMessageAttributes", &message.message_attributes), ("MD5OfMessageSystemAttributes", &message.message_system_attributes)]
    {
        if let Some(digest) = attributes.as_ref().map(message_attributes::digest).transpose()?.flatten() {
            output[name] = digest.into();
        }
    }
    if queue.is_fifo() {
        output["SequenceNumber"] = sequence_number(sequence).into();
    }
    Ok(output)
}

#[cfg(test)]
mod tests;
