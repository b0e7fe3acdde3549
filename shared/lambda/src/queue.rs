//! Queues: sealed messages, each succeeding or failing on its own.

use crate::{App, Handler, Kind, function::FunctionError, handler::Answer};
use aws_lambda_events::event::sqs::{SqsEvent, SqsMessage};
use domain::{event::Event, ids::EventId};
use serde::Serialize;
use serde_json::value::{RawValue, to_raw_value};
use std::future::Future;
use tenancy::{Envelope, WorkspaceScope};

/// An event on a queue, with the workspace that its seal proves.
#[derive(Debug, Clone)]
pub struct Message {
    pub scope: WorkspaceScope,
    pub id: EventId,
    pub event: Event,
    /// The number that a FIFO queue gave it, 20 digits; empty on other queues.
    pub number: String,
    pub(crate) message_id: String,
}

/// A message that another AWS service wrote.
#[derive(Debug, Clone)]
pub struct RawMessage {
    pub body: String,
    /// How often it has been handed out, this time included.
    pub receives: u32,
    message_id: String,
}

/// The answer that lets the event source mapping delete what succeeded (`ReportBatchItemFailures`).
#[derive(Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct BatchAnswer {
    batch_item_failures: Vec<ItemFailure>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct ItemFailure {
    item_identifier: String,
}

impl BatchAnswer {
    pub(crate) fn failing(identifiers: impl IntoIterator<Item = String>) -> Self {
        Self { batch_item_failures: identifiers.into_iter().map(|item_identifier| ItemFailure { item_identifier }).collect() }
    }

    pub(crate) fn answer(&self) -> Answer {
        to_raw_value(self).map_err(FunctionError::unreadable)
    }
}

fn records(event: &RawValue) -> Result<Vec<SqsMessage>, FunctionError> {
    let event: SqsEvent = serde_json::from_str(event.get()).map_err(FunctionError::unreadable)?;
    Ok(event.records)
}

/// A queue of sealed messages.
#[derive(Debug)]
pub struct Queue;

impl Queue {
    /// A handler for one message at a time. Other messages of the batch do not suffer from one that fails.
    #[must_use]
    pub fn each<F, Fut>(name: &'static str, handle: F) -> Handler
    where
        F: Fn(App, Message) -> Fut + Clone + Send + Sync + 'static,
        Fut: Future<Output = Result<(), FunctionError>> + Send + 'static,
    {
        Self::batch(name, move |app, messages| {
            let handle = handle.clone();
            async move {
                let mut failed = Vec::new();
                for message in messages {
                    let id = message.message_id.clone();
                    if let Err(error) = handle(app.clone(), message).await {
                        tracing::warn!(message_id = id, %error, "a message failed and will be tried again");
                        failed.push(id);
                    }
                }
                failed
            }
        })
    }

    /// A handler for messages in the order of a FIFO queue, all of a workspace together. If it fails, they come again,
    /// in the same order.
    #[must_use]
    pub fn in_order<F, Fut>(name: &'static str, handle: F) -> Handler
    where
        F: Fn(App, WorkspaceScope, Vec<Message>) -> Fut + Clone + Send + Sync + 'static,
        Fut: Future<Output = Result<(), FunctionError>> + Send + 'static,
    {
        Self::batch(name, move |app, messages| {
            let handle = handle.clone();
            async move {
                let mut groups: Vec<Vec<Message>> = Vec::new();
                for message in messages {
                    match groups.iter_mut().find(|group| group.first().is_some_and(|first| first.scope == message.scope)) {
                        Some(group) => group.push(message),
                        None => groups.push(vec![message]),
                    }
                }
                let mut failed = Vec::new();
                for group in groups {
                    let Some(scope) = group.first().map(|message| message.scope.clone()) else {
                        continue;
                    };
                    let ids: Vec<String> = group.iter().map(|message| message.message_id.clone()).collect();
                    if let Err(error) = handle(app.clone(), scope, group).await {
                        tracing::warn!(messages = ids.len(), %error, "a workspace's messages failed and will be tried again");
                        failed.extend(ids);
                    }
                }
                failed
            }
        })
    }

    fn batch<F, Fut>(name: &'static str, handle: F) -> Handler
    where
        F: Fn(App, Vec<Message>) -> Fut + Clone + Send + Sync + 'static,
        Fut: Future<Output = Vec<String>> + Send + 'static,
    {
        Handler::new(name, Kind::Queue, move |app, event| {
            let handle = handle.clone();
            async move {
                let (mut messages, mut unreadable) = (Vec::new(), Vec::new());
                for record in records(&event)? {
                    let message_id = record.message_id.unwrap_or_default();
                    match Envelope::open(app.signing(), record.body.as_deref().unwrap_or_default()) {
                        Ok((scope, envelope)) => {
                            let number = record.attributes.get("SequenceNumber").cloned().unwrap_or_default();
                            messages.push(Message { scope, id: envelope.id, event: envelope.event, number, message_id });
                        }
                        Err(error) => {
                            tracing::error!(message_id, %error, "a message was refused");
                            unreadable.push(message_id);
                        }
                    }
                }
                unreadable.extend(handle(app, messages).await);
                BatchAnswer::failing(unreadable).answer()
            }
        })
    }
}

/// A queue that another AWS service fills.
#[derive(Debug)]
pub struct RawQueue;

impl RawQueue {
    /// A handler for one message at a time.
    #[must_use]
    pub fn each<F, Fut>(name: &'static str, handle: F) -> Handler
    where
        F: Fn(App, RawMessage) -> Fut + Clone + Send + Sync + 'static,
        Fut: Future<Output = Result<(), FunctionError>> + Send + 'static,
    {
        Handler::new(name, Kind::Queue, move |app, event| {
            let handle = handle.clone();
            async move {
                let mut failed = Vec::new();
                for record in records(&event)? {
                    let receives = record.attributes.get("ApproximateReceiveCount").and_then(|count| count.parse().ok()).unwrap_or(1);
                    let message_id = record.message_id.unwrap_or_default();
                    let message = RawMessage { body: record.body.unwrap_or_default(), receives, message_id: message_id.clone() };
                    if let Err(error) = handle(app.clone(), message).await {
                        tracing::warn!(message_id, %error, "a message failed and will be tried again");
                        failed.push(message_id);
                    }
                }
                BatchAnswer::failing(failed).answer()
            }
        })
    }
}

impl RawMessage {
    /// What SQS calls it.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.message_id
    }
}
