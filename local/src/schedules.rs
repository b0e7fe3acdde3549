//! What happens when a schedule fires: its message goes to a queue.

use std::sync::Arc;

use local_scheduler::{Invoke, Target};
use local_sqs::Sqs;
use serde_json::json;

/// What the scheduler calls.
pub(crate) fn invoke(sqs: &Sqs) -> Invoke {
    let sqs = sqs.clone();
    Arc::new(move |target| {
        let sqs = sqs.clone();
        Box::pin(async move { send(&sqs, target).await })
    })
}

async fn send(sqs: &Sqs, target: Target) -> Result<(), String> {
    let queue = target.arn.rsplit(':').next().unwrap_or_default();
    let input = json!({"QueueUrl": sqs.queue_url(queue), "MessageBody": target.input});
    sqs.call("SendMessage", input).await.map(drop).map_err(|error| error.to_string())
}
