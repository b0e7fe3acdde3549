//! Move tasks: where messages go, and what stays.

use serde_json::{Value, json};

use crate::error::ErrorCode;
use crate::testing::World;

/// A world with the queue `a`, whose messages die after one receive, and its dead-letter queue.
async fn world_with_dead_letters(bodies: &[&str]) -> (World, String, String) {
    let world = World::new();
    let dead = world.create("dead", json!({})).await;
    let policy = world.redrive_policy("dead", 1);
    let url = world.create("a", json!({ "RedrivePolicy": policy, "VisibilityTimeout": "0" })).await;
    for body in bodies {
        world.send(&url, body).await;
    }
    world.receive(&url).await;
    world.receive(&url).await;
    (world, url, dead)
}

fn start(world: &World, source: &str) -> Value {
    json!({ "SourceArn": world.sqs.queue_arn(source) })
}

#[tokio::test]
async fn messages_return_to_their_source_as_new_ones() {
    let (world, url, dead) = world_with_dead_letters(&["one", "two"]).await;
    assert_eq!((world.counts(&url).await, world.counts(&dead).await), ((0, 0, 0), (2, 0, 0)));
    let output = world.call("StartMessageMoveTask", start(&world, "dead")).await;
    assert!(output["TaskHandle"].is_string());
    assert_eq!((world.counts(&url).await, world.counts(&dead).await), ((2, 0, 0), (0, 0, 0)));
    // They may be received again without dying at once.
    let all = json!({ "QueueUrl": url, "AttributeNames": ["All"] });
    let message = world.call("ReceiveMessage", all).await["Messages"][0].clone();
    assert_eq!(message["Body"], "one");
    assert_eq!(message["Attributes"]["ApproximateReceiveCount"], "1");
    assert_eq!(message["Attributes"]["DeadLetterQueueSourceArn"], Value::Null);
}

#[tokio::test]
async fn what_has_no_source_stays() {
    let (world, url, dead) = world_with_dead_letters(&["one"]).await;
    world.send(&dead, "sent directly").await;
    world.call("StartMessageMoveTask", start(&world, "dead")).await;
    assert_eq!((world.counts(&url).await, world.counts(&dead).await), ((1, 0, 0), (1, 0, 0)));
}

#[tokio::test]
async fn what_is_in_flight_stays_with_its_consumer() {
    let (world, url, dead) = world_with_dead_letters(&["one"]).await;
    let handle = world.receive_handles(&dead).await.remove(0);
    world.call("StartMessageMoveTask", start(&world, "dead")).await;
    assert_eq!((world.counts(&url).await, world.counts(&dead).await), ((0, 0, 0), (0, 1, 0)));
    world.call("DeleteMessage", json!({ "QueueUrl": dead, "ReceiptHandle": handle })).await;
    assert_eq!(world.counts(&dead).await, (0, 0, 0));
}

#[tokio::test]
async fn a_fifo_queue_keeps_its_order_and_gets_later_sequence_numbers() {
    let world = World::new();
    let dead = world.create_fifo("dead.fifo", json!({})).await;
    let policy = world.redrive_policy("dead.fifo", 1);
    let url = world.create_fifo("a.fifo", json!({ "RedrivePolicy": policy, "VisibilityTimeout": "0" })).await;
    for body in ["one", "two", "three"] {
        world.send_to_group(&url, "g", body).await;
    }
    assert_eq!(world.receive(&url).await.len(), 3);
    assert!(world.receive(&url).await.is_empty());
    assert_eq!(world.counts(&dead).await, (3, 0, 0));
    let last = world.send_to_group(&url, "g", "four").await;
    world.call("StartMessageMoveTask", start(&world, "dead.fifo")).await;
    let all = json!({ "QueueUrl": url, "AttributeNames": ["All"], "MaxNumberOfMessages": 10 });
    let messages = world.call("ReceiveMessage", all).await["Messages"].clone();
    let bodies: Vec<_> = messages.as_array().unwrap().iter().map(|message| message["Body"].clone()).collect();
    assert_eq!(bodies, ["four", "one", "two", "three"]);
    assert!(messages[1]["Attributes"]["SequenceNumber"].as_str() > last["SequenceNumber"].as_str());
}

#[tokio::test]
async fn refused_tasks() {
    let (world, _, _) = world_with_dead_letters(&[]).await;
    let arn = |name: &str| world.sqs.queue_arn(name);
    for (input, code) in [
        (json!({}), ErrorCode::MissingParameter),
        (json!({ "SourceArn": arn("absent") }), ErrorCode::ResourceNotFound),
        (json!({ "SourceArn": "no arn" }), ErrorCode::ResourceNotFound),
        (json!({ "SourceArn": arn("a") }), ErrorCode::InvalidParameterValue),
        (json!({ "SourceArn": arn("dead"), "DestinationArn": arn("a") }), ErrorCode::UnsupportedOperation),
        (json!({ "SourceArn": arn("dead"), "MaxNumberOfMessagesPerSecond": 5 }), ErrorCode::UnsupportedOperation),
    ] {
        assert_eq!(world.refuse("StartMessageMoveTask", input.clone()).await.code, code, "{input}");
    }
}
