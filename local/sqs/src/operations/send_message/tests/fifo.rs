//! What a send to a FIFO queue asks for, and how duplicates are answered.

use serde_json::{Value, json};

use crate::error::ErrorCode;
use crate::testing::World;

#[tokio::test]
async fn a_fifo_queue_asks_for_its_ids() {
    let world = World::new();
    let url = world.create("a.fifo", json!({ "FifoQueue": "true" })).await;
    let send = |input: Value| {
        let mut input = input;
        input["QueueUrl"] = url.as_str().into();
        input
    };
    let no_group = send(json!({ "MessageBody": "x", "MessageDeduplicationId": "d" }));
    assert_eq!(world.refuse("SendMessage", no_group).await.code, ErrorCode::MissingParameter);
    let no_id = send(json!({ "MessageBody": "x", "MessageGroupId": "g" }));
    let error = world.refuse("SendMessage", no_id).await;
    assert_eq!(error.code, ErrorCode::InvalidParameterValue);
    assert!(error.message.starts_with("The queue should either have ContentBasedDeduplication"), "{error}");
    let both = json!({ "MessageBody": "x", "MessageGroupId": "g", "MessageDeduplicationId": "d" });
    let mut delayed = both.clone();
    delayed["DelaySeconds"] = 2.into();
    assert_eq!(world.refuse("SendMessage", send(delayed)).await.code, ErrorCode::InvalidParameterValue);
    let mut undelayed = both;
    undelayed["DelaySeconds"] = 0.into();
    world.call("SendMessage", send(undelayed)).await;
    for entry in [
        json!({ "Id": "1", "MessageBody": "x", "MessageGroupId": "g" }),
        json!({ "Id": "1", "MessageBody": "x", "MessageDeduplicationId": "d" }),
    ] {
        let good = json!({ "Id": "0", "MessageBody": "y", "MessageGroupId": "g", "MessageDeduplicationId": "e" });
        let error = world.refuse("SendMessageBatch", send(json!({ "Entries": [good, entry] }))).await;
        assert_eq!(error.code, ErrorCode::InvalidParameterValue);
    }
    assert_eq!(world.counts(&url).await, (1, 0, 0));
}

#[tokio::test]
async fn a_duplicate_within_five_minutes_is_answered_with_the_original() {
    let world = World::new();
    let url = world.create("a.fifo", json!({ "FifoQueue": "true" })).await;
    let send =
        |group: &str, body: &str| json!({ "QueueUrl": url, "MessageBody": body, "MessageGroupId": group, "MessageDeduplicationId": "d" });
    let first = world.call("SendMessage", send("g", "one")).await;
    assert_eq!(first["SequenceNumber"].as_str().unwrap().len(), 20);
    let handle = world.receive_handles(&url).await.remove(0);
    world.call("DeleteMessage", json!({ "QueueUrl": url, "ReceiptHandle": handle })).await;
    world.advance(299_999);
    // Deleted, another body, another group: still the same deduplication id.
    let second = world.call("SendMessage", send("h", "two")).await;
    assert_eq!(second["MessageId"], first["MessageId"]);
    assert_eq!(second["SequenceNumber"], first["SequenceNumber"]);
    assert_eq!(second["MD5OfMessageBody"], crate::digest::md5(b"two"));
    assert_eq!(world.counts(&url).await, (0, 0, 0));
    world.advance(1);
    let third = world.call("SendMessage", send("g", "three")).await;
    assert_ne!(third["MessageId"], first["MessageId"]);
    assert!(third["SequenceNumber"].as_str() > first["SequenceNumber"].as_str());
    assert_eq!(world.receive(&url).await, ["three"]);
    let kept: i64 = world
        .sqs
        .store
        .turn(|turn| Ok(turn.transaction.query_row("select count(*) from deduplications", [], |row| row.get(0))?))
        .await
        .unwrap();
    assert_eq!(kept, 1, "the row of the first interval is pruned");
}

#[tokio::test]
async fn content_based_deduplication_looks_at_the_body_only() {
    let world = World::new();
    let url = world.create_fifo("a.fifo", json!({})).await;
    let first = world.send_to_group(&url, "g", "same").await;
    let attributes = json!({ "k": { "DataType": "String", "StringValue": "v" } });
    let again = json!({ "QueueUrl": url, "MessageBody": "same", "MessageGroupId": "g", "MessageAttributes": attributes });
    assert_eq!(world.call("SendMessage", again).await["MessageId"], first["MessageId"]);
    // The computed id and a given one are the same thing; a given one wins over the computed.
    let spelled = crate::digest::sha256(b"same");
    let given = json!({ "QueueUrl": url, "MessageBody": "other", "MessageGroupId": "g", "MessageDeduplicationId": spelled });
    assert_eq!(world.call("SendMessage", given).await["MessageId"], first["MessageId"]);
    let own = json!({ "QueueUrl": url, "MessageBody": "same", "MessageGroupId": "g", "MessageDeduplicationId": "own" });
    assert_ne!(world.call("SendMessage", own).await["MessageId"], first["MessageId"]);
    assert_eq!(world.receive(&url).await, ["same", "same"]);
}

#[tokio::test]
async fn duplicates_within_one_batch_are_one_message() {
    let world = World::new();
    let url = world.create_fifo("a.fifo", json!({})).await;
    let entry = |id: &str| json!({ "Id": id, "MessageBody": "same", "MessageGroupId": "g" });
    let batch = json!({ "QueueUrl": url, "Entries": [entry("1"), entry("2")] });
    let output = world.call("SendMessageBatch", batch).await;
    assert_eq!(output["Successful"][0]["MessageId"], output["Successful"][1]["MessageId"]);
    assert_eq!(world.counts(&url).await, (1, 0, 0));
}
