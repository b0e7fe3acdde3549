//! A message on its way in (a send) and on its way out (a receive).

use serde::Deserialize;
use serde_json::{Map, Value, json};

use crate::digest;
use crate::error::{ErrorCode, SqsError};
use crate::message_attributes::{self, MessageAttributes};
use crate::parameters::{identifier, message_text, required};
use crate::queue::Queue;
use crate::queue_attributes::LARGEST_MESSAGE;

/// A message to send, alone or as an entry of a batch.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct OutgoingMessage {
    pub(crate) message_body: Option<String>,
    pub(crate) delay_seconds: Option<i64>,
    pub(crate) message_attributes: Option<MessageAttributes>,
    pub(crate) message_system_attributes: Option<MessageAttributes>,
    pub(crate) message_group_id: Option<String>,
    pub(crate) message_deduplication_id: Option<String>,
}

impl OutgoingMessage {
    /// The body, checked: not empty and made of characters that a message can carry.
    pub(crate) fn body(&self) -> Result<&str, SqsError> {
        let body = required("MessageBody", &self.message_body)?;
        if body.is_empty() {
            return Err(SqsError::missing("MessageBody"));
        }
        if !message_text(body) {
            return Err(SqsError::new(
                ErrorCode::InvalidMessageContents,
                "Invalid characters found. Valid unicode characters are #x9 | #xA | #xD | #x20 to #xD7FF | \
                 #xE000 to #xFFFD | #x10000 to #x10FFFF",
            ));
        }
        Ok(body)
    }

    /// Bytes of the body and the attributes, which are checked on the way.
    pub(crate) fn size(&self) -> Result<usize, SqsError> {
        let attributes = self.message_attributes.as_ref().map(message_attributes::check).transpose()?;
        Ok(self.message_body.as_ref().map_or(0, String::len) + attributes.unwrap_or(0))
    }

    pub(crate) fn check_size(&self, queue: &Queue) -> Result<(), SqsError> {
        let largest = queue.number("MaximumMessageSize")?.min(LARGEST_MESSAGE);
        if i64::try_from(self.size()?).is_ok_and(|size| size <= largest) {
            return Ok(());
        }
        Err(SqsError::invalid_parameter(format!(
            "One or more parameters are invalid. Reason: Message must be shorter than {largest} bytes."
        )))
    }

    /// How long the message stays hidden (seconds). A FIFO queue has one delay for all; zero means that one too.
    pub(crate) fn delay(&self, queue: &Queue) -> Result<i64, SqsError> {
        match self.delay_seconds {
            None => queue.number("DelaySeconds"),
            Some(0) if queue.is_fifo() => queue.number("DelaySeconds"),
            Some(seconds) if queue.is_fifo() => Err(SqsError::invalid_value(
                "DelaySeconds",
                seconds,
                "The request include parameter that is not valid for this queue type.",
            )),
            Some(seconds @ 0..=900) => Ok(seconds),
            Some(seconds) => Err(SqsError::invalid_value("DelaySeconds", seconds, "DelaySeconds must be >= 0 and <= 900.")),
        }
    }

    /// The message group: a must in a FIFO queue, allowed in a standard queue (fair queues), where it orders nothing.
    pub(crate) fn group(&self, queue: &Queue) -> Result<Option<&str>, SqsError> {
        match self.message_group_id.as_deref() {
            Some(group) => identifier("MessageGroupId", group).map(|()| Some(group)),
            None if queue.is_fifo() => Err(SqsError::missing("MessageGroupId")),
            None => Ok(None),
        }
    }

    /// The deduplication id: given, or the SHA-256 of the body; FIFO queues only.
    pub(crate) fn deduplication_id(&self, queue: &Queue) -> Result<Option<String>, SqsError> {
        match self.message_deduplication_id.as_deref() {
            Some(id) if queue.is_fifo() => identifier("MessageDeduplicationId", id).map(|()| Some(id.to_owned())),
            Some(id) => Err(SqsError::invalid_value(
                "MessageDeduplicationId",
                id,
                "The request includes a parameter that is not valid for this queue type.",
            )),
            None if !queue.is_fifo() => Ok(None),
            None if queue.has("ContentBasedDeduplication", "true") => {
                Ok(self.message_body.as_ref().map(|body| digest::sha256(body.as_bytes())))
            }
            None => Err(SqsError::invalid_parameter(
                "The queue should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly",
            )),
        }
    }

    /// The one system attribute that a sender may set: `AWSTraceHeader`, a string.
    pub(crate) fn trace_header(&self) -> Result<Option<&str>, SqsError> {
        let Some(attributes) = &self.message_system_attributes else {
            return Ok(None);
        };
        for (name, attribute) in attributes {
            if name != "AWSTraceHeader" {
                return Err(SqsError::invalid_parameter(format!("Message system attribute name '{name}' is invalid.")));
            }
            if attribute.text().is_none_or(str::is_empty) {
                return Err(SqsError::invalid_parameter("The message system attribute AWSTraceHeader must be a string."));
            }
        }
        Ok(attributes.get("AWSTraceHeader").and_then(|header| header.text()))
    }
}

/// A message that is handed out, with every system attribute it has.
pub(crate) struct ReceivedMessage {
    pub(crate) message_id: String,
    pub(crate) receipt_handle: String,
    pub(crate) body: String,
    pub(crate) attributes: MessageAttributes,
    pub(crate) system_attributes: Vec<(&'static str, Option<String>)>,
}

impl ReceivedMessage {
    /// The JSON of the API, with the attributes that the receiver asked for.
    pub(crate) fn into_json(self, system_names: &[String], names: &[String]) -> Result<Value, SqsError> {
        let mut message = json!({
            "MessageId": self.message_id,
            "ReceiptHandle": self.receipt_handle,
            "MD5OfBody": digest::md5(self.body.as_bytes()),
            "Body": self.body,
        });
        let is_wanted = |name: &str| system_names.iter().any(|wanted| wanted == "All" || wanted == name);
        let system: Map<String, Value> = self
            .system_attributes
            .into_iter()
            .filter(|(name, _)| is_wanted(name))
            .filter_map(|(name, value)| Some((name.to_owned(), Value::String(value?))))
            .collect();
        if !system.is_empty() {
            message["Attributes"] = system.into();
        }
        let selected = message_attributes::select(self.attributes, names);
        // Over what the receiver gets, since that is what an SDK can check.
        if let Some(digest) = message_attributes::digest(&selected)? {
            message["MD5OfMessageAttributes"] = digest.into();
            message["MessageAttributes"] = serde_json::to_value(selected).map_err(SqsError::internal)?;
        }
        Ok(message)
    }
}

/// Twenty digits that grow with every message of the store.
pub(crate) fn sequence_number(row: i64) -> String {
    const BASE: u64 = 10_000_000_000_000_000_000;
    (BASE + row.unsigned_abs()).to_string()
}
