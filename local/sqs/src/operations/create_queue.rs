//! CreateQueue: makes a queue, or answers with the one that is there if it has the same attributes.

use rusqlite::OptionalExtension;
use serde::Deserialize;
use serde_json::{Map, Value, json};

use crate::error::{ErrorCode, SqsError};
use crate::parameters::required;
use crate::queue::{self, Queue};
use crate::queue_attributes::{self, QueueAttributes};
use crate::redrive_policy::RedrivePolicy;
use crate::turn::Turn;

/// A name can be used again so long after its queue was deleted (milliseconds).
const NAME_REST: i64 = 60_000;

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
    if let Some(existing) = Queue::find(&turn.transaction, name)? {
        return compare(&existing, &attributes).map(|()| output);
    }
    attributes.retain(|_, value| !value.is_empty());
    let created = Queue { name: name.to_owned(), attributes, created_at: turn.now, modified_at: turn.now, purged_at: None };
    queue_attributes::check_together(&created.effective_attributes())?;
    if let Some(policy) = created.attributes.get("RedrivePolicy") {
        RedrivePolicy::check_target(policy, turn, name, fifo)?;
    }
    check_not_deleted_recently(turn, name)?;
    created.insert(&turn.transaction)?;
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

fn check_not_deleted_recently(turn: &Turn<'_>, name: &str) -> Result<(), SqsError> {
    turn.transaction.execute("delete from deleted_queues where deleted_at <= ?1", [turn.now - NAME_REST])?;
    let deleted = turn.transaction.query_row("select 1 from deleted_queues where name = ?1", [name], |_| Ok(())).optional()?;
    if deleted.is_none() {
        return Ok(());
    }
    Err(SqsError::new(
        ErrorCode::QueueDeletedRecently,
        "You must wait 60 seconds after deleting a queue before you can create another with the same name.",
    ))
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
    async fn the_dead_letter_queue_must_exist_be_of_the_same_kind_and_willing() {
        let world = World::new();
        world.create("dead", json!({})).await;
        world.create("dead.fifo", json!({ "FifoQueue": "true" })).await;
        let closed = json!({ "RedriveAllowPolicy": r#"{"redrivePermission":"denyAll"}"# });
        world.create("closed", closed).await;
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
            ("work", "closed", "RedriveAllowPolicy"),
        ] {
            let error = world.refuse("CreateQueue", create(name, target)).await;
            assert_eq!(error.code, ErrorCode::InvalidParameterValue);
            assert!(error.message.contains(reason), "{error}");
        }
        world.call("CreateQueue", create("work", "dead")).await;
        world.call("CreateQueue", create("work.fifo", "dead.fifo")).await;
    }
}
