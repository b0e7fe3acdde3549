//! Where failed events go: a queue.

use local_sqs::Sqs;
use serde_json::json;

/// An SQS queue named by a template. Clones share the queue service.
#[derive(Clone)]
pub(crate) struct Destination {
    sqs: Sqs,
    queue_url: String,
}

impl Destination {
    /// The queue with this ARN; `None` when the ARN is no SQS queue's, which is the only destination the local stack has.
    pub(crate) fn queue(sqs: &Sqs, arn: &str) -> Option<Self> {
        let name = arn.strip_prefix("arn:aws:sqs:")?.rsplit(':').next()?;
        Some(Self { queue_url: sqs.queue_url(name), sqs: sqs.clone() })
    }

    pub(crate) async fn send(&self, body: &str) -> Result<(), String> {
        let input = json!({"QueueUrl": self.queue_url, "MessageBody": body});
        self.sqs.call("SendMessage", input).await.map(drop).map_err(|error| error.to_string())
    }
}
