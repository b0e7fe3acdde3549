//! SetQueueAttributes: changes some attributes; an empty policy takes the policy away.

use serde::Deserialize;
use serde_json::{Value, json};

use crate::dead_letter;
use crate::error::SqsError;
use crate::queue_attributes::{self, QueueAttributes};
use crate::turn::Turn;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct Input {
    queue_url: Option<String>,
    attributes: Option<QueueAttributes>,
}

pub(crate) fn run(turn: &mut Turn<'_>, input: Input) -> Result<Value, SqsError> {
    let mut queue = turn.queue(input.queue_url.as_deref())?;
    let given = input.attributes.ok_or_else(|| SqsError::missing("Attributes"))?;
    let checked = queue_attributes::check(queue.is_fifo(), given)?;
    if let Some(policy) = checked.get("RedrivePolicy").filter(|policy| !policy.is_empty()) {
        dead_letter::check_target(turn, policy, queue.is_fifo())?;
    }
    queue.attributes.extend(checked);
    queue.attributes.retain(|_, value| !value.is_empty());
    queue.modified_at = turn.now;
    queue.update_attributes(turn.transaction)?;
    Ok(json!({}))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::ErrorCode;
    use crate::testing::World;

    #[tokio::test]
    async fn changes_what_is_named_and_keeps_the_rest() {
        let world = World::new();
        world.create("dead", json!({})).await;
        let url = world.create("a", json!({ "DelaySeconds": "3" })).await;
        world.advance(5_000);
        let policy = world.redrive_policy("dead", 3);
        let change = json!({ "VisibilityTimeout": "9", "RedrivePolicy": policy });
        world.call("SetQueueAttributes", json!({ "QueueUrl": url, "Attributes": change })).await;
        let all = world.attributes(&url).await;
        assert_eq!((&all["DelaySeconds"], &all["VisibilityTimeout"]), (&"3".into(), &"9".into()));
        assert_eq!(all["RedrivePolicy"], policy.as_str());
        assert_eq!(all["LastModifiedTimestamp"], (world.now() / 1_000).to_string());
        assert_eq!(all["CreatedTimestamp"], (world.now() / 1_000 - 5).to_string());
        let remove = json!({ "QueueUrl": url, "Attributes": { "RedrivePolicy": "" } });
        world.call("SetQueueAttributes", remove).await;
        assert_eq!(world.attributes(&url).await["RedrivePolicy"], Value::Null);
    }

    #[tokio::test]
    async fn a_refused_change_changes_nothing() {
        let world = World::new();
        let url = world.create("a", json!({})).await;
        let fifo = world.create("a.fifo", json!({ "FifoQueue": "true" })).await;
        let before = world.attributes(&url).await;
        for (url, attributes, code) in [
            (&url, json!({ "VisibilityTimeout": "9", "DelaySeconds": "-1" }), ErrorCode::InvalidAttributeValue),
            (&url, json!({ "VisibilityTimeout": "9", "Colour": "red" }), ErrorCode::InvalidAttributeName),
            (&url, json!({ "VisibilityTimeout": "9", "RedrivePolicy": "{" }), ErrorCode::InvalidParameterValue),
            (&url, json!({ "FifoQueue": "true" }), ErrorCode::InvalidAttributeName),
            (&fifo, json!({ "FifoQueue": "false" }), ErrorCode::InvalidAttributeValue),
            (&fifo, json!({ "FifoThroughputLimit": "perMessageGroupId" }), ErrorCode::InvalidAttributeName),
            (&url, json!({ "DelaySeconds": 1 }), ErrorCode::Serialization),
        ] {
            let input = json!({ "QueueUrl": url, "Attributes": attributes });
            assert_eq!(world.refuse("SetQueueAttributes", input.clone()).await.code, code, "{input}");
        }
        let missing = world.refuse("SetQueueAttributes", json!({ "QueueUrl": url })).await;
        assert_eq!(missing.code, ErrorCode::MissingParameter);
        assert_eq!(world.attributes(&url).await, before);
    }
}
