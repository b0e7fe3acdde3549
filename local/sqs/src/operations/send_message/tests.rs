//! What a send takes, refuses and answers.

mod fifo;

use serde_json::{Value, json};

use crate::error::ErrorCode;
use crate::testing::World;

#[tokio::test]
async fn answers_with_id_and_digests() {
    let world = World::new();
    let url = world.create("a", json!({})).await;
    let input = json!({
        "QueueUrl": url,
        "MessageBody": "hello",
        "MessageAttributes": { "MyAttribute": { "DataType": "String", "StringValue": "foobar" } },
        "MessageSystemAttributes": { "AWSTraceHeader": { "DataType": "String", "StringValue": "Root=1" } },
    });
    let output = world.call("SendMessage", input).await;
    assert_eq!(output["MD5OfMessageBody"], "5d41402abc4b2a76b9719d911017c592");
    assert_eq!(output["MD5OfMessageAttributes"], "adb59cd4678ea5a855436b949cd07ab6");
    assert!(output["MD5OfMessageSystemAttributes"].is_string());
    assert_eq!(output["MessageId"].as_str().unwrap().len(), 36);
    assert_eq!(output["SequenceNumber"], Value::Null);
}

#[tokio::test]
async fn what_a_queue_does_not_take() {
    let world = World::new();
    let url = world.create("a", json!({ "MaximumMessageSize": "1024" })).await;
    let attribute = |name: &str, value: &str| json!({ name: { "DataType": "String", "StringValue": value } });
    for (input, code) in [
        (json!({}), ErrorCode::MissingParameter),
        (json!({ "MessageBody": "" }), ErrorCode::MissingParameter),
        (json!({ "MessageBody": "a\u{1}b" }), ErrorCode::InvalidMessageContents),
        (json!({ "MessageBody": "x".repeat(1025) }), ErrorCode::InvalidParameterValue),
        // Name, type and value count: 2 + 6 + 1, and a body of 1,016.
        (json!({ "MessageBody": "x".repeat(1016), "MessageAttributes": attribute("ab", "v") }), ErrorCode::InvalidParameterValue),
        (json!({ "MessageBody": "x", "DelaySeconds": 901 }), ErrorCode::InvalidParameterValue),
        (json!({ "MessageBody": "x", "DelaySeconds": -1 }), ErrorCode::InvalidParameterValue),
        (json!({ "MessageBody": "x", "MessageAttributes": attribute("ab", "") }), ErrorCode::InvalidParameterValue),
        (json!({ "MessageBody": "x", "MessageSystemAttributes": attribute("Other", "v") }), ErrorCode::InvalidParameterValue),
        (json!({ "MessageBody": "x", "MessageDeduplicationId": "d" }), ErrorCode::InvalidParameterValue),
        (json!({ "MessageBody": "x", "MessageGroupId": "a b" }), ErrorCode::InvalidParameterValue),
        (json!({ "MessageBody": 7 }), ErrorCode::Serialization),
    ] {
        let mut input = input;
        input["QueueUrl"] = url.as_str().into();
        assert_eq!(world.refuse("SendMessage", input.clone()).await.code, code, "{input}");
    }
    assert_eq!(world.counts(&url).await, (0, 0, 0));
    let fits = json!({ "QueueUrl": url, "MessageBody": "x".repeat(1015), "MessageAttributes": attribute("ab", "v") });
    world.call("SendMessage", fits).await;
    // Fair queues: a standard queue takes a group.
    world.call("SendMessage", json!({ "QueueUrl": url, "MessageBody": "x", "MessageGroupId": "g" })).await;
    assert_eq!(world.counts(&url).await, (2, 0, 0));
}

#[tokio::test]
async fn one_mebibyte_and_not_a_byte_more() {
    let world = World::new();
    let url = world.create("a", json!({})).await;
    let body = "x".repeat(1_048_576);
    world.send(&url, &body).await;
    let long = json!({ "QueueUrl": url, "MessageBody": body + "x" });
    assert_eq!(world.refuse("SendMessage", long).await.code, ErrorCode::InvalidParameterValue);
}

#[tokio::test]
async fn a_batch_of_good_and_bad_entries() {
    let world = World::new();
    let url = world.create("a", json!({})).await;
    let entries = json!([
        { "Id": "1", "MessageBody": "one" },
        { "Id": "2", "MessageBody": "" },
        { "Id": "3", "MessageBody": "three", "DelaySeconds": 901 },
        { "Id": "4", "MessageBody": "four", "DelaySeconds": 5 },
    ]);
    let output = world.call("SendMessageBatch", json!({ "QueueUrl": url, "Entries": entries })).await;
    let ids = |key: &str| {
        let entries = output[key].as_array().unwrap();
        entries.iter().map(|entry| entry["Id"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!((ids("Successful"), ids("Failed")), (vec!["1".into(), "4".into()], vec!["2".into(), "3".into()]));
    assert_eq!(output["Failed"][0]["Code"], "MissingParameter");
    assert_eq!(output["Failed"][1]["Code"], "InvalidParameterValue");
    assert_eq!(output["Successful"][0]["MD5OfMessageBody"], crate::digest::md5(b"one"));
    assert_eq!(world.counts(&url).await, (1, 0, 1));
}

#[tokio::test]
async fn a_batch_weighs_at_most_one_mebibyte_altogether() {
    let world = World::new();
    let url = world.create("a", json!({})).await;
    let batch = |second: usize| {
        json!({ "QueueUrl": url, "Entries": [
            { "Id": "1", "MessageBody": "x".repeat(600_000) },
            { "Id": "2", "MessageBody": "x".repeat(second) },
        ]})
    };
    let error = world.refuse("SendMessageBatch", batch(448_577)).await;
    assert_eq!(error.code, ErrorCode::BatchRequestTooLong);
    assert!(error.message.ends_with("You have sent 1048577 bytes."), "{error}");
    world.call("SendMessageBatch", batch(448_576)).await;
    assert_eq!(world.counts(&url).await, (2, 0, 0));
}

#[tokio::test]
async fn a_failure_of_the_store_fails_the_whole_batch() {
    let world = World::new();
    let url = world.create("a", json!({})).await;
    let trigger = "create trigger broken before insert on messages when new.body = 'two'
        begin select raise(abort, 'disk full'); end";
    world.sqs.store.turn(move |turn| Ok(turn.transaction.execute_batch(trigger)?)).await.unwrap();
    let entries = json!([{ "Id": "1", "MessageBody": "one" }, { "Id": "2", "MessageBody": "two" }]);
    let error = world.refuse("SendMessageBatch", json!({ "QueueUrl": url, "Entries": entries })).await;
    assert_eq!(error.code, ErrorCode::InternalFailure);
    assert_eq!(world.counts(&url).await, (0, 0, 0));
}
