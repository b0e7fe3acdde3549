//! Sending to queues, in batches.

use super::cause;
use crate::{Service, SettingMissing, Settings};
use aws_config::SdkConfig;
use aws_sdk_sqs::{
    Client,
    types::{MessageSystemAttributeName, QueueAttributeName, SendMessageBatchRequestEntry},
};
use serde::Serialize;
use std::time::Duration;

/// A message that was looked at comes back after so many seconds; until then further requests bring others.
const PEEKED_SECONDS: i32 = 2;
/// Half seconds that a redrive waits for those who are looking.
const LOOKS_MOST: u32 = 12;

/// A queue could not be reached at all.
#[derive(Debug, thiserror::Error)]
#[error("the queue failed: {0}")]
pub struct QueueError(String);

impl From<QueueError> for crate::FunctionError {
    fn from(error: QueueError) -> Self {
        Self::failed(error)
    }
}

/// A message to send.
#[derive(Debug, Clone)]
pub struct Outgoing {
    pub body: String,
    /// The workspace. A FIFO queue hands out a group's messages in order, one batch at a time; a standard queue lets no group delay
    /// the messages of others (fair queues).
    pub group: String,
    /// For a FIFO queue: the same id within five minutes is one message.
    pub deduplication: Option<String>,
}

/// The queues of the cell.
#[derive(Debug, Clone)]
pub struct Queues(Client);

impl Service for Queues {
    fn new(config: &SdkConfig, _settings: &Settings) -> Result<Self, SettingMissing> {
        Ok(Self(Client::new(config)))
    }
}

impl Queues {
    /// Sends messages in order and answers the positions of those that were not taken.
    ///
    /// # Errors
    /// When a whole batch could not be sent; earlier batches were.
    pub async fn send(&self, queue_url: &str, messages: Vec<Outgoing>) -> Result<Vec<usize>, QueueError> {
        let mut refused = Vec::new();
        for (batch, chunk) in messages.chunks(10).enumerate() {
            let mut request = self.0.send_message_batch().queue_url(queue_url);
            for (position, message) in chunk.iter().enumerate() {
                let entry = SendMessageBatchRequestEntry::builder()
                    .id(position.to_string())
                    .message_body(&message.body)
                    .message_group_id(&message.group)
                    .set_message_deduplication_id(message.deduplication.clone());
                request = request.entries(entry.build().map_err(|error| QueueError(cause(error)))?);
            }
            let answer = request.send().await.map_err(|error| QueueError(cause(error)))?;
            let failed = answer.failed().iter().filter_map(|failure| failure.id().parse::<usize>().ok());
            refused.extend(failed.map(|position| batch * 10 + position));
        }
        Ok(refused)
    }

    /// Up to `most` messages of a queue, which stay where they are.
    ///
    /// # Errors
    /// When the queue cannot be read.
    pub async fn peek(&self, queue_url: &str, most: usize) -> Result<Vec<Waiting>, QueueError> {
        let mut found: Vec<Waiting> = Vec::new();
        while found.len() < most {
            let request = self.0.receive_message().queue_url(queue_url).max_number_of_messages(10).wait_time_seconds(1);
            let request = request.visibility_timeout(PEEKED_SECONDS);
            let answer = request.message_system_attribute_names(MessageSystemAttributeName::All).send().await;
            let messages = answer.map_err(|error| QueueError(cause(error)))?.messages.unwrap_or_default();
            if messages.is_empty() {
                break;
            }
            for message in messages {
                let attribute = |name| message.attributes.as_ref().and_then(|all| all.get(&name)).cloned().unwrap_or_default();
                let waiting = Waiting {
                    sent_at_ms: attribute(MessageSystemAttributeName::SentTimestamp),
                    receives: attribute(MessageSystemAttributeName::ApproximateReceiveCount),
                    id: message.message_id.unwrap_or_default(),
                    body: message.body.unwrap_or_default(),
                };
                if found.iter().all(|other| other.id != waiting.id) {
                    found.push(waiting);
                }
            }
        }
        found.truncate(most);
        Ok(found)
    }

    /// Starts moving the messages of a dead-letter queue back to where they came from, also those that are just being looked at.
    ///
    /// # Errors
    /// When the queue refuses.
    pub async fn redrive(&self, queue_url: &str) -> Result<(), QueueError> {
        let (arn_name, in_flight_name) = (QueueAttributeName::QueueArn, QueueAttributeName::ApproximateNumberOfMessagesNotVisible);
        let mut looks = 0;
        let arn = loop {
            let request = self.0.get_queue_attributes().queue_url(queue_url);
            let answer = request.attribute_names(arn_name.clone()).attribute_names(in_flight_name.clone()).send().await;
            let mut attributes = answer.map_err(|error| QueueError(cause(error)))?.attributes.unwrap_or_default();
            looks += 1;
            // A task moves what it finds. Whoever looks on and on does not hold it up for ever.
            if looks == LOOKS_MOST || attributes.get(&in_flight_name).is_none_or(|number| number == "0") {
                break attributes.remove(&arn_name).ok_or_else(|| QueueError("a queue without an ARN".to_owned()))?;
            }
            tokio::time::sleep(Duration::from_millis(500)).await;
        };
        self.0.start_message_move_task().source_arn(arn).send().await.map_err(|error| QueueError(cause(error)))?;
        Ok(())
    }
}

/// A message that waits in a queue.
#[derive(Debug, Clone, Serialize)]
pub struct Waiting {
    pub id: String,
    pub body: String,
    /// Milliseconds since 1970, as SQS gives them.
    pub sent_at_ms: String,
    pub receives: String,
}
