//! GetQueueAttributes: what was set, what is the default, and the counts of messages.

use serde::Deserialize;
use serde_json::{Value, json};

use crate::error::{ErrorCode, SqsError};
use crate::queue::Queue;
use crate::queue_attributes::{QueueAttributes, is_readable};
use crate::retention;
use crate::turn::Turn;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct Input {
    queue_url: Option<String>,
    attribute_names: Option<Vec<String>>,
}

pub(crate) fn run(turn: &mut Turn<'_>, input: Input) -> Result<Value, SqsError> {
    let queue = turn.queue(input.queue_url.as_deref())?;
    let wanted = input.attribute_names.unwrap_or_default();
    if let Some(unknown) = wanted.iter().find(|name| *name != "All" && !is_readable(name)) {
        return Err(SqsError::new(ErrorCode::InvalidAttributeName, format!("Unknown Attribute {unknown}.")));
    }
    let mut attributes = queue.effective_attributes();
    attributes.extend(computed(turn, &queue)?);
    attributes.retain(|name, _| wanted.iter().any(|one| one == "All" || one == name));
    Ok(if attributes.is_empty() { json!({}) } else { json!({ "Attributes": attributes }) })
}

fn computed(turn: &Turn<'_>, queue: &Queue) -> Result<QueueAttributes, SqsError> {
    retention::remove_expired_messages(turn, queue)?;
    // What is hidden was received, or was never received and is delayed.
    let (visible, in_flight, delayed): (i64, i64, i64) = turn.transaction.query_row(
        "select count(*) filter (where visible_at <= ?2),
                count(*) filter (where visible_at > ?2 and receipt is not null),
                count(*) filter (where visible_at > ?2 and receipt is null)
         from messages where queue = ?1",
        (&queue.name, turn.now),
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
    )?;
    let pairs = [
        ("ApproximateNumberOfMessages", visible.to_string()),
        ("ApproximateNumberOfMessagesDelayed", delayed.to_string()),
        ("ApproximateNumberOfMessagesNotVisible", in_flight.to_string()),
        ("CreatedTimestamp", (queue.created_at / 1_000).to_string()),
        ("LastModifiedTimestamp", (queue.modified_at / 1_000).to_string()),
        ("QueueArn", turn.options.queue_arn(&queue.name)),
    ];
    Ok(pairs.into_iter().map(|(name, value)| (name.to_owned(), value)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::World;

    #[tokio::test]
    async fn all_attributes_of_a_fresh_queue() {
        let world = World::new();
        let url = world.create("a.fifo", json!({ "FifoQueue": "true", "DelaySeconds": "7" })).await;
        let all = world.attributes(&url).await;
        let seconds = (world.now() / 1_000).to_string();
        let expected = json!({
            "ApproximateNumberOfMessages": "0",
            "ApproximateNumberOfMessagesDelayed": "0",
            "ApproximateNumberOfMessagesNotVisible": "0",
            "ContentBasedDeduplication": "false",
            "CreatedTimestamp": seconds,
            "DelaySeconds": "7",
            "FifoQueue": "true",
            "LastModifiedTimestamp": seconds,
            "MaximumMessageSize": "1048576",
            "MessageRetentionPeriod": "345600",
            "QueueArn": "arn:aws:sqs:eu-central-1:000000000000:a.fifo",
            "ReceiveMessageWaitTimeSeconds": "0",
            "SqsManagedSseEnabled": "true",
            "VisibilityTimeout": "30",
        });
        assert_eq!(all, expected);
    }

    #[tokio::test]
    async fn only_the_named_attributes() {
        let world = World::new();
        let url = world.create("a", json!({})).await;
        let named = json!({ "QueueUrl": url, "AttributeNames": ["QueueArn", "RedrivePolicy"] });
        let arn = json!({ "Attributes": { "QueueArn": world.sqs.queue_arn("a") } });
        assert_eq!(world.call("GetQueueAttributes", named).await, arn);
        assert_eq!(world.call("GetQueueAttributes", json!({ "QueueUrl": url })).await, json!({}));
        let unknown = json!({ "QueueUrl": url, "AttributeNames": ["Colour"] });
        assert_eq!(world.refuse("GetQueueAttributes", unknown).await.code, ErrorCode::InvalidAttributeName);
    }

    #[tokio::test]
    async fn counts_follow_the_messages() {
        let world = World::new();
        let url = world.create("a", json!({})).await;
        world.send(&url, "one").await;
        world.send(&url, "two").await;
        world.call("SendMessage", json!({ "QueueUrl": url, "MessageBody": "later", "DelaySeconds": 60 })).await;
        assert_eq!(world.counts(&url).await, (2, 0, 1));
        world.call("ReceiveMessage", json!({ "QueueUrl": url })).await;
        assert_eq!(world.counts(&url).await, (1, 1, 1));
        world.advance(60_000);
        assert_eq!(world.counts(&url).await, (3, 0, 0));
        world.advance(345_600_000);
        assert_eq!(world.counts(&url).await, (0, 0, 0));
    }
}
