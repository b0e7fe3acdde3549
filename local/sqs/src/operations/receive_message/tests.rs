//! What a receive hands out: visibility, delay, retention and attributes.

mod fifo;
mod fifo_properties;
mod long_poll;
mod redrive;

use serde_json::{Value, json};

use crate::error::ErrorCode;
use crate::testing::World;

#[tokio::test]
async fn a_received_message_is_hidden_until_its_timeout() {
    let world = World::new();
    let url = world.create("a", json!({ "VisibilityTimeout": "5" })).await;
    world.send(&url, "one").await;
    assert_eq!(world.receive(&url).await, ["one"]);
    world.advance(4_999);
    assert!(world.receive(&url).await.is_empty());
    world.advance(1);
    let own_timeout = json!({ "QueueUrl": url, "VisibilityTimeout": 9 });
    assert_eq!(world.call("ReceiveMessage", own_timeout).await["Messages"][0]["Body"], "one");
    world.advance(8_999);
    assert!(world.receive(&url).await.is_empty());
    world.advance(1);
    assert_eq!(world.receive(&url).await, ["one"]);
}

#[tokio::test]
async fn a_delayed_message_comes_when_its_delay_ends() {
    let world = World::new();
    let url = world.create("a", json!({ "DelaySeconds": "10" })).await;
    world.send(&url, "queue's delay").await;
    let own_delay = json!({ "QueueUrl": url, "MessageBody": "own delay", "DelaySeconds": 3 });
    world.call("SendMessage", own_delay).await;
    world.advance(2_999);
    assert!(world.receive(&url).await.is_empty());
    world.advance(1);
    assert_eq!(world.receive(&url).await, ["own delay"]);
    world.advance(7_000);
    assert_eq!(world.receive(&url).await, ["queue's delay"]);
}

#[tokio::test]
async fn messages_end_with_the_retention_period_even_in_flight() {
    let world = World::new();
    let url = world.create("a", json!({ "MessageRetentionPeriod": "60", "VisibilityTimeout": "600" })).await;
    world.send(&url, "in flight").await;
    let handle = world.receive_handles(&url).await.remove(0);
    world.send(&url, "waiting").await;
    world.advance(59_999);
    assert_eq!(world.counts(&url).await, (1, 1, 0));
    world.advance(1);
    assert!(world.receive(&url).await.is_empty());
    let left: i64 =
        world.sqs.store.turn(|turn| Ok(turn.transaction.query_row("select count(*) from messages", [], |row| row.get(0))?)).await.unwrap();
    assert_eq!(left, 0, "expired messages are pruned");
    world.call("DeleteMessage", json!({ "QueueUrl": url, "ReceiptHandle": handle })).await;
}

#[tokio::test]
async fn the_number_of_messages() {
    let world = World::new();
    let url = world.create("a", json!({})).await;
    for index in 0..12 {
        world.send(&url, &index.to_string()).await;
    }
    let one = world.call("ReceiveMessage", json!({ "QueueUrl": url })).await;
    assert_eq!(one["Messages"].as_array().unwrap().len(), 1);
    assert_eq!(world.receive(&url).await, ["1", "2", "3", "4", "5", "6", "7", "8", "9", "10"]);
    for (name, bad) in [
        ("MaxNumberOfMessages", 0),
        ("MaxNumberOfMessages", 11),
        ("VisibilityTimeout", -1),
        ("VisibilityTimeout", 43_201),
        ("WaitTimeSeconds", -1),
        ("WaitTimeSeconds", 21),
    ] {
        let error = world.refuse("ReceiveMessage", json!({ "QueueUrl": url, name: bad })).await;
        assert_eq!(error.code, ErrorCode::InvalidParameterValue, "{name}={bad}");
        assert!(error.message.contains(name), "{error}");
    }
    assert_eq!(world.counts(&url).await, (1, 11, 0), "a refused receive takes nothing");
}

#[tokio::test]
async fn attributes_come_on_request() {
    let world = World::new();
    let url = world.create("a", json!({ "VisibilityTimeout": "0" })).await;
    let attribute = |value: &str| json!({ "DataType": "String", "StringValue": value });
    let attributes = json!({ "k.a": attribute("v"), "other": { "DataType": "Binary", "BinaryValue": "aGk=" } });
    let system = json!({ "AWSTraceHeader": attribute("Root=1") });
    let send = json!({
        "QueueUrl": url, "MessageBody": "one", "MessageAttributes": attributes, "MessageSystemAttributes": system,
        "MessageGroupId": "g",
    });
    let sent = world.call("SendMessage", send).await;
    let sent_at = world.now().to_string();
    world.advance(1_000);

    let plain = world.call("ReceiveMessage", json!({ "QueueUrl": url })).await["Messages"][0].clone();
    assert_eq!((&plain["MessageId"], &plain["MD5OfBody"]), (&sent["MessageId"], &sent["MD5OfMessageBody"]));
    assert_eq!((&plain["Attributes"], &plain["MessageAttributes"]), (&Value::Null, &Value::Null));
    assert_eq!(plain["MD5OfMessageAttributes"], Value::Null);
    world.advance(1_000);

    let all = json!({ "QueueUrl": url, "MessageSystemAttributeNames": ["All"], "MessageAttributeNames": ["All"] });
    let full = world.call("ReceiveMessage", all).await["Messages"][0].clone();
    let expected = json!({
        "AWSTraceHeader": "Root=1",
        "ApproximateFirstReceiveTimestamp": (world.now() - 1_000).to_string(),
        "ApproximateReceiveCount": "2",
        "MessageGroupId": "g",
        "SenderId": "000000000000",
        "SentTimestamp": sent_at,
    });
    assert_eq!(full["Attributes"], expected);
    assert_eq!(full["MessageAttributes"], attributes);
    assert_eq!(full["MD5OfMessageAttributes"], sent["MD5OfMessageAttributes"]);

    let some = json!({ "QueueUrl": url, "AttributeNames": ["SenderId"], "MessageAttributeNames": ["k.*"] });
    let part = world.call("ReceiveMessage", some).await["Messages"][0].clone();
    assert_eq!(part["Attributes"], json!({ "SenderId": "000000000000" }));
    assert_eq!(part["MessageAttributes"], json!({ "k.a": attribute("v") }));
    assert_ne!(part["MD5OfMessageAttributes"], sent["MD5OfMessageAttributes"]);
    let unknown = json!({ "QueueUrl": url, "AttributeNames": ["Colour"] });
    assert_eq!(world.refuse("ReceiveMessage", unknown).await.code, ErrorCode::InvalidAttributeName);
}

/// One workspace has sent very much, and then another one message: how many requests come before it, by a consumer that always works on
/// forty messages.
async fn requests_before_the_neighbour(backlog: usize) -> usize {
    let world = World::new();
    let url = world.create("a", json!({})).await;
    let send = async |group: &str, bodies: Vec<String>| {
        let entry = |(index, body): (usize, &String)| json!({ "Id": index.to_string(), "MessageBody": body, "MessageGroupId": group });
        for bodies in bodies.chunks(10) {
            let entries: Vec<Value> = bodies.iter().enumerate().map(entry).collect();
            world.call("SendMessageBatch", json!({ "QueueUrl": url, "Entries": entries })).await;
        }
    };
    send("noisy", (0..backlog).map(|number| number.to_string()).collect()).await;
    send("neighbour", vec!["at last".to_owned()]).await;
    let mut in_hand: Vec<Value> = Vec::new();
    for request in 0..backlog {
        let answer = world.call("ReceiveMessage", json!({ "QueueUrl": url, "MaxNumberOfMessages": 10 })).await;
        for message in answer["Messages"].as_array().unwrap() {
            if message["Body"] == "at last" {
                return request;
            }
            in_hand.push(message["ReceiptHandle"].clone());
        }
        if in_hand.len() > 40 {
            for handle in in_hand.drain(..10) {
                world.call("DeleteMessage", json!({ "QueueUrl": url, "ReceiptHandle": handle })).await;
            }
        }
    }
    backlog
}

/// `TRELLIS_BACKLOG=100000` for the size at which it was shown.
#[tokio::test]
async fn one_groups_backlog_does_not_delay_another() {
    let backlog = std::env::var("TRELLIS_BACKLOG").ok().and_then(|text| text.parse().ok()).unwrap_or(1_000);
    let before = requests_before_the_neighbour(backlog).await;
    println!("{before} requests, for ten messages each, before the one behind a backlog of {backlog}");
    // Until three requests hold thirty messages nobody is noisy.
    assert_eq!(before, 3);
}
