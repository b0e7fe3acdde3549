//! Queues: sealed messages, each succeeding or failing on its own.

use crate::{
    App, Handler, Kind,
    function::FunctionError,
    handler::{Answer, reads},
};
use aws_lambda_events::event::sqs::{SqsEvent, SqsMessage};
use serde::{
    Serialize,
    de::{DeserializeOwned, IgnoredAny},
};
use serde_json::value::{RawValue, to_raw_value};
use std::future::Future;
use table::Tenant;
use tenancy::{Envelope, OperatorScope, doors};
use trellis_core::ids::EventId;

/// An event on a queue, with the workspace that its seal proves.
#[derive(Debug, Clone)]
pub struct Message<E> {
    pub app: App,
    pub tenant: Tenant,
    pub id: EventId,
    pub event: E,
    /// The number that a FIFO queue gave it, 20 digits; empty on other queues.
    pub number: String,
    /// How often it has been handed out, this time included.
    pub receives: u32,
    pub(crate) message_id: String,
}

impl<E> Message<E> {
    /// The registry of workspaces, for a message of the operators' own workspace.
    ///
    /// # Errors
    /// When it comes from another one: it has been misrouted.
    pub fn registry(&self) -> Result<OperatorScope, FunctionError> {
        let workspace = self.tenant.scope().workspace();
        doors::operator_message(self.tenant.scope())
            .ok_or_else(|| FunctionError::failed(format!("only operators announce this, not {workspace}")))
    }
}

/// A message that another AWS service wrote.
#[derive(Debug, Clone)]
pub struct RawMessage {
    pub body: String,
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

/// Which events come to a queue: its consumer says so, and nobody else. In which order they come the queue says.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Subscription {
    pub kinds: &'static [&'static str],
}

/// A queue of sealed messages.
#[derive(Debug)]
pub struct Queue;

impl Queue {
    /// A handler for one message at a time, of events of these kinds. Other messages of the batch do not suffer from one that fails.
    #[must_use]
    pub fn each<E, F, Fut>(name: &'static str, kinds: &'static [&'static str], handle: F) -> Handler
    where
        E: DeserializeOwned + Send + 'static,
        F: Fn(Message<E>) -> Fut + Clone + Send + Sync + 'static,
        Fut: Future<Output = Result<(), FunctionError>> + Send + 'static,
    {
        Self::batch(name, Subscription { kinds }, move |messages: Vec<Message<E>>| {
            let handle = handle.clone();
            async move {
                let mut failed = Vec::new();
                for message in messages {
                    let id = message.message_id.clone();
                    // Those before it may have taken their time.
                    let message = Message { tenant: message.tenant.at_present(), ..message };
                    if let Err(error) = handle(message).await {
                        tracing::warn!(message_id = id, %error, "a message failed and will be tried again");
                        failed.push(id);
                    }
                }
                failed
            }
        })
    }

    /// A handler for all messages of a workspace that have come, of events of these kinds, together: in order, if their queue is FIFO. If it
    /// fails, they come again.
    #[must_use]
    pub fn by_workspace<E, F, Fut>(name: &'static str, kinds: &'static [&'static str], handle: F) -> Handler
    where
        E: DeserializeOwned + Send + 'static,
        F: Fn(Tenant, Vec<Message<E>>) -> Fut + Clone + Send + Sync + 'static,
        Fut: Future<Output = Result<(), FunctionError>> + Send + 'static,
    {
        Self::batch(name, Subscription { kinds }, move |messages: Vec<Message<E>>| {
            let handle = handle.clone();
            async move {
                let mut groups: Vec<Vec<Message<E>>> = Vec::new();
                for message in messages {
                    match groups.iter_mut().find(|group| group.first().is_some_and(|first| first.tenant.scope() == message.tenant.scope()))
                    {
                        Some(group) => group.push(message),
                        None => groups.push(vec![message]),
                    }
                }
                let mut failed = Vec::new();
                for group in groups {
                    let Some(tenant) = group.first().map(|message| message.tenant.clone()) else {
                        continue;
                    };
                    let ids: Vec<String> = group.iter().map(|message| message.message_id.clone()).collect();
                    if let Err(error) = handle(tenant, group).await {
                        tracing::warn!(messages = ids.len(), %error, "a workspace's messages failed and will be tried again");
                        failed.extend(ids);
                    }
                }
                failed
            }
        })
    }

    fn batch<E, F, Fut>(name: &'static str, subscription: Subscription, handle: F) -> Handler
    where
        E: DeserializeOwned + Send + 'static,
        F: Fn(Vec<Message<E>>) -> Fut + Clone + Send + Sync + 'static,
        Fut: Future<Output = Vec<String>> + Send + 'static,
    {
        Handler::new(name, Kind::Queue(subscription), reads::<E>, move |app, event| {
            let handle = handle.clone();
            async move {
                let (mut messages, mut unreadable) = (Vec::new(), Vec::new());
                for record in records(&event)? {
                    let message_id = record.message_id.unwrap_or_default();
                    match opened(&app, record.body.as_deref().unwrap_or_default()) {
                        Ok((tenant, id, event)) => {
                            let attribute = |name: &str| record.attributes.get(name).cloned();
                            let number = attribute("SequenceNumber").unwrap_or_default();
                            let receives = attribute("ApproximateReceiveCount").and_then(|count| count.parse().ok()).unwrap_or(1);
                            messages.push(Message { app: app.clone(), tenant, id, event, number, receives, message_id });
                        }
                        Err(error) => {
                            tracing::error!(message_id, %error, "a message was refused");
                            unreadable.push(message_id);
                        }
                    }
                }
                unreadable.extend(handle(messages).await);
                BatchAnswer::failing(unreadable).answer()
            }
        })
    }
}

/// A sealed message, as its consumer knows the event. One that is none of the consumer's has been misrouted: the fan-out is wrong, or the
/// consumer is.
fn opened<E: DeserializeOwned>(app: &App, body: &str) -> Result<(Tenant, EventId, E), FunctionError> {
    let (scope, envelope) = Envelope::open(app.signing(), body).map_err(FunctionError::failed)?;
    let kind = envelope.event.kind.clone();
    let event = envelope.event.read().map_err(|error| FunctionError::failed(format!("{kind} cannot be handled here: {error}")))?;
    Ok((app.tenant(&scope), envelope.id, event))
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
        Handler::new(name, Kind::Queue(Subscription::default()), reads::<IgnoredAny>, move |app, event| {
            let handle = handle.clone();
            async move {
                let mut failed = Vec::new();
                for record in records(&event)? {
                    let message_id = record.message_id.unwrap_or_default();
                    let message = RawMessage { body: record.body.unwrap_or_default(), message_id: message_id.clone() };
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
