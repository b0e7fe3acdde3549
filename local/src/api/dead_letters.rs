//! The messages in dead-letter queues, shown without taking them.

use std::collections::BTreeSet;

use local_sqs::Sqs;
use local_template::{Event, Stack};
use serde_json::{Value, json};

/// Messages shown per queue.
const SHOWN: usize = 100;
/// How long a message is out of sight while its queue is being listed, in seconds.
const HIDDEN: u32 = 5;

/// The queues of a stack to which something else sends its failures.
#[derive(Clone)]
pub(crate) struct DeadLetters {
    sqs: Sqs,
    queues: Vec<String>,
}

impl DeadLetters {
    /// Finds the queues that redrive policies and stream mappings of the template name.
    pub(crate) fn new(sqs: &Sqs, stack: &Stack) -> Self {
        let mut arns = BTreeSet::new();
        for queue in stack.resources_of("AWS::SQS::Queue") {
            let policy = queue.properties.get("RedrivePolicy").cloned().unwrap_or_default();
            // CloudFormation takes the policy as an object or as JSON text.
            let policy = match policy {
                Value::String(text) => serde_json::from_str(&text).unwrap_or_default(),
                other => other,
            };
            arns.extend(policy.get("deadLetterTargetArn").and_then(Value::as_str).map(str::to_owned));
        }
        for event in stack.functions.iter().flat_map(|function| &function.events) {
            if let Event::Stream(stream) = event {
                arns.extend(stream.on_failure_arn.clone());
            }
        }
        let queues = arns.iter().filter_map(|arn| arn.strip_prefix("arn:aws:sqs:")?.rsplit(':').next().map(str::to_owned));
        Self { sqs: sqs.clone(), queues: queues.collect() }
    }

    /// Every message, queue by queue.
    pub(super) async fn list(&self) -> Vec<Value> {
        let mut shown = Vec::new();
        for queue in &self.queues {
            let messages = self.messages(queue).await;
            shown.extend(messages.iter().map(|message| {
                json!({
                    "queue": queue,
                    "message_id": message["MessageId"],
                    "sent_at": message["Attributes"]["SentTimestamp"],
                    "receive_count": message["Attributes"]["ApproximateReceiveCount"],
                    "body": message["Body"],
                    "attributes": message.get("MessageAttributes").cloned().unwrap_or_else(|| json!({})),
                })
            }));
        }
        shown
    }

    /// SQS cannot be looked into: the messages are received, and given back at once.
    async fn messages(&self, queue: &str) -> Vec<Value> {
        let queue_url = self.sqs.queue_url(queue);
        let mut messages: Vec<Value> = Vec::new();
        while messages.len() < SHOWN {
            let input = json!({
                "QueueUrl": queue_url, "MaxNumberOfMessages": 10, "VisibilityTimeout": HIDDEN,
                "MessageSystemAttributeNames": ["All"], "MessageAttributeNames": ["All"],
            });
            match self.sqs.call("ReceiveMessage", input).await {
                Ok(mut answer) => match answer.get_mut("Messages").map(Value::take) {
                    Some(Value::Array(more)) if !more.is_empty() => messages.extend(more),
                    _ => break,
                },
                Err(error) => {
                    tracing::warn!(queue, %error, "a dead-letter queue could not be listed");
                    break;
                }
            }
        }
        for some in messages.chunks(10) {
            let entries: Vec<Value> = some
                .iter()
                .enumerate()
                .map(|(index, message)| json!({"Id": index.to_string(), "ReceiptHandle": message["ReceiptHandle"], "VisibilityTimeout": 0}))
                .collect();
            let input = json!({"QueueUrl": queue_url, "Entries": entries});
            if let Err(error) = self.sqs.call("ChangeMessageVisibilityBatch", input).await {
                tracing::warn!(queue, %error, "dead letters come back into sight a little later");
            }
        }
        messages
    }
}
