//! CreateQueue: makes a queue, or answers with the one that is there if it has the same attributes.

use serde::Deserialize;
use serde_json::{Map, Value, json};

use crate::dead_letter;
use crate::error::{ErrorCode, SqsError};
use crate::parameters::required;
use crate::queue::{self, Queue};
use crate::queue_attributes::{self, QueueAttributes};
use crate::turn::Turn;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct Input {
    queue_name: Option<String>,
    attributes: Option<QueueAttributes>,
    #[serde(rename = "tags")]
    tags: Option<Map<String, Value>>,
}

pub(crate) fn run(turn: &mut Turn<'_>, input: Input) -> Result<Value, SqsError> {
    let name = required("QueueName", &input.queue_name)?;
    if input.tags.is_some_and(|tags| !tags.is_empty()) {
        return Err(SqsError::new(ErrorCode::UnsupportedOperation, "The local SQS keeps no tags."));
    }
    let given = input.attributes.unwrap_or_default();
    let fifo = queue::is_fifo_name(name) || given.get("FifoQueue").is_some_and(|value| value.eq_ignore_ascii_case("true"));
    // Without the attribute the name is that of a standard queue, which has no place for the suffix.
    queue::check_name(name, fifo && given.contains_key("FifoQueue"))?;
    let mut attributes = queue_attributes::check(fifo, given)?;
    let output = json!({ "QueueUrl": turn.options.queue_url(name) });
    if let Some(existing) = Queue::find(turn.transaction, name)? {
        return compare(&existing, &attributes).map(|()| output);
    }
    attributes.retain(|_, value| !value.is_empty());
    let created = Queue { name: name.to_owned(), attributes, created_at: turn.now, modified_at: turn.now };
    if let Some(policy) = created.attributes.get("RedrivePolicy") {
        dead_letter::check_target(turn, policy, fifo)?;
    }
    created.insert(turn.transaction)?;
    Ok(output)
}

fn compare(existing: &Queue, given: &QueueAttributes) -> Result<(), SqsError> {
    let present = existing.effective_attributes();
    for (name, value) in given {
        let found = present.get(name).map_or("", String::as_str);
        if !queue_attributes::same_value(found, value) {
            return Err(SqsError::new(
                ErrorCode::QueueNameExists,
                format!("A queue already exists with the same name and a different value for attribute {name}"),
            ));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::World;

    #[tokio::test]
    async fn the_same_queue_twice_is_one_queue() {
        let world = World::new();
        let input = json!({ "QueueName": "work", "Attributes": { "DelaySeconds": "5" } });
        let url = world.sqs.queue_url("work");
        for _ in 0..2 {
            assert_eq!(world.call("CreateQueue", input.clone()).await["QueueUrl"], url.as_str());
        }
        // Attributes that are not named are not compared; a default counts as a value.
        world.call("CreateQueue", json!({ "QueueName": "work" })).await;
        let default = json!({ "QueueName": "work", "Attributes": { "VisibilityTimeout": "30" } });
        world.call("CreateQueue", default).await;
        let other = json!({ "QueueName": "work", "Attributes": { "DelaySeconds": "6" } });
        let error = world.refuse("CreateQueue", other).await;
        assert_eq!(error.code, ErrorCode::QueueNameExists);
        assert!(error.message.ends_with("a different value for attribute DelaySeconds"), "{error}");
    }

    #[tokio::test]
    async fn suffix_and_attribute_of_a_fifo_queue_go_together() {
        let world = World::new();
        let create = |name: &str, attributes: Value| json!({ "QueueName": name, "Attributes": attributes });
        world.call("CreateQueue", create("a.fifo", json!({ "FifoQueue": "True" }))).await;
        for (name, attributes, code) in [
            ("b", json!({ "FifoQueue": "true" }), ErrorCode::InvalidParameterValue),
            ("b.fifo", json!({}), ErrorCode::InvalidParameterValue),
            ("b.fifo", json!({ "FifoQueue": "false" }), ErrorCode::InvalidAttributeValue),
            ("b", json!({ "FifoQueue": "false" }), ErrorCode::InvalidAttributeName),
            ("b", json!({ "ContentBasedDeduplication": "true" }), ErrorCode::InvalidAttributeName),
            ("b", json!({ "DelaySeconds": "901" }), ErrorCode::InvalidAttributeValue),
            ("b c", json!({}), ErrorCode::InvalidParameterValue),
        ] {
            assert_eq!(world.refuse("CreateQueue", create(name, attributes)).await.code, code, "{name}");
        }
        assert_eq!(world.refuse("CreateQueue", json!({})).await.code, ErrorCode::MissingParameter);
        let tagged = json!({ "QueueName": "b", "tags": { "a": "b" } });
        assert_eq!(world.refuse("CreateQueue", tagged).await.code, ErrorCode::UnsupportedOperation);
    }

    #[tokio::test]
    async fn the_dead_letter_queue_must_exist_and_be_of_the_same_kind() {
        let world = World::new();
        world.create("dead", json!({})).await;
        world.create("dead.fifo", json!({ "FifoQueue": "true" })).await;
        let create = |name: &str, target: &str| {
            let mut attributes = json!({ "RedrivePolicy": world.redrive_policy(target, 3) });
            if name.ends_with(".fifo") {
                attributes["FifoQueue"] = "true".into();
            }
            json!({ "QueueName": name, "Attributes": attributes })
        };
        for (name, target, reason) in [
            ("work", "absent", "Dead letter target does not exist."),
            ("work", "dead.fifo", "same type of queue"),
            ("work.fifo", "dead", "same type of queue"),
        ] {
            let error = world.refuse("CreateQueue", create(name, target)).await;
            assert_eq!(error.code, ErrorCode::InvalidParameterValue);
            assert!(error.message.contains(reason), "{error}");
        }
        world.call("CreateQueue", create("work", "dead")).await;
        world.call("CreateQueue", create("work.fifo", "dead.fifo")).await;
    }
}
