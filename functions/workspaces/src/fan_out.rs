//! Stream: carries what the table announces to the queues of those who act on it.

use crate::needs::FAN_OUT_DEAD_LETTERS;
use lambda::{
    App, ChangeRecord, FunctionError, Grant, Handler, On, Stream,
    services::{Outgoing, Queues},
};
use std::collections::BTreeMap;

pub(crate) fn handler() -> Handler {
    Stream::announcements("fan-out", handle)
        .granted([Grant { actions: &["sqs:SendMessage"], on: On::SubscribedQueues, condition: None }])
        .may(&["sqs:SendMessage"], &[FAN_OUT_DEAD_LETTERS])
        .timeout(30)
}

/// The variables that name the queues for each kind of event; `make generate` writes them from what consumers subscribe to.
type Subscriptions = BTreeMap<String, Vec<String>>;

/// Answers the sequence numbers of records that could not be handed over; they come again, to all queues of their kind.
async fn handle(app: App, records: Vec<ChangeRecord>) -> Result<Vec<String>, FunctionError> {
    let subscriptions: Subscriptions = serde_json::from_str(app.settings().require("SUBSCRIPTIONS")?).map_err(FunctionError::failed)?;
    let mut queues: BTreeMap<&str, (Vec<Outgoing>, Vec<String>)> = BTreeMap::new();
    for record in records {
        for variable in subscriptions.get(&record.envelope.event.kind).into_iter().flatten() {
            let url = app.settings().get(variable).ok_or_else(|| FunctionError::failed(format!("{variable} is not set")))?;
            let body = app.seal(&record.scope, &record.envelope).map_err(FunctionError::failed)?;
            let deduplication = url.ends_with(".fifo").then(|| record.id().to_string());
            let (messages, numbers) = queues.entry(url).or_default();
            messages.push(Outgoing { body, group: record.scope.workspace().to_string(), deduplication });
            numbers.push(record.sequence_number.clone());
        }
    }
    let mut failed = Vec::new();
    for (url, (messages, numbers)) in queues {
        match app.service::<Queues>()?.send(url, messages).await {
            Ok(refused) => failed.extend(refused.into_iter().filter_map(|position| numbers.get(position).cloned())),
            Err(error) => {
                tracing::error!(url, %error, "messages could not be sent and will be tried again");
                failed.extend(numbers);
            }
        }
    }
    Ok(failed)
}
