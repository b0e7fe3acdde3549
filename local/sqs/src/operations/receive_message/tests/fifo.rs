//! The order of a FIFO queue. Expected orders marked "recorded" were recorded from the service.

use serde_json::{Value, json};

use crate::testing::World;

async fn world_with(messages: &[(&str, &str)]) -> (World, String) {
    let world = World::new();
    let url = world.create_fifo("a.fifo", json!({})).await;
    for (group, body) in messages {
        world.send_to_group(&url, group, body).await;
    }
    (world, url)
}

fn receive(url: &str, count: i64, visibility_timeout: i64) -> Value {
    json!({ "QueueUrl": url, "MaxNumberOfMessages": count, "VisibilityTimeout": visibility_timeout })
}

fn bodies(output: &Value) -> Vec<&str> {
    let messages = output["Messages"].as_array().map(Vec::as_slice).unwrap_or_default();
    messages.iter().map(|message| message["Body"].as_str().unwrap()).collect()
}

/// Recorded.
#[tokio::test]
async fn a_receive_takes_group_after_group() {
    let (world, url) = world_with(&[("1", "g1-m1"), ("2", "g2-m1"), ("1", "g1-m2"), ("1", "g1-m3")]).await;
    assert_eq!(world.receive(&url).await, ["g1-m1", "g1-m2", "g1-m3", "g2-m1"]);
}

/// Recorded.
#[tokio::test]
async fn a_group_with_messages_in_flight_waits_and_others_do_not() {
    let messages = [("1", "g1-m1"), ("1", "g1-m2"), ("1", "g1-m3"), ("1", "g1-m4"), ("2", "g2-m1"), ("3", "g3-m1")];
    let (world, url) = world_with(&messages).await;
    assert_eq!(bodies(&world.call("ReceiveMessage", receive(&url, 2, 10)).await), ["g1-m1", "g1-m2"]);
    assert_eq!(bodies(&world.call("ReceiveMessage", receive(&url, 1, 10)).await), ["g2-m1"]);
    world.advance(10_000);
    let all = world.call("ReceiveMessage", receive(&url, 10, 0)).await;
    assert_eq!(bodies(&all), ["g3-m1", "g1-m1", "g1-m2", "g1-m3", "g1-m4", "g2-m1"]);
}

/// Recorded.
#[tokio::test]
async fn a_visibility_timeout_of_zero_keeps_the_order() {
    let messages = [("1", "g1-m1"), ("2", "g2-m1"), ("2", "g2-m2"), ("3", "g3-m1"), ("1", "g1-m2")];
    let (world, url) = world_with(&messages).await;
    world.advance(1);
    let three = world.call("ReceiveMessage", receive(&url, 3, 0)).await;
    assert_eq!(bodies(&three), ["g1-m1", "g1-m2", "g2-m1"]);
    world.advance(1);
    let all = world.call("ReceiveMessage", receive(&url, 10, 0)).await;
    assert_eq!(bodies(&all), ["g3-m1", "g1-m1", "g1-m2", "g2-m1", "g2-m2"]);
}

/// Recorded: what was given back goes out again, though later messages of its group are in flight.
#[tokio::test]
async fn a_message_that_was_given_back_goes_out_again() {
    let (world, url) = world_with(&[("1", "g1-m1"), ("1", "g1-m2"), ("2", "g2-m1")]).await;
    let two = world.call("ReceiveMessage", receive(&url, 2, 30)).await;
    world.advance(1);
    let handle = &two["Messages"][0]["ReceiptHandle"];
    let give_back = json!({ "QueueUrl": url, "ReceiptHandle": handle, "VisibilityTimeout": 0 });
    world.call("ChangeMessageVisibility", give_back).await;
    assert_eq!(world.receive(&url).await, ["g2-m1", "g1-m1"]);
}

/// Recorded: nothing overtakes the message that stays hidden, and what is before it does not wait.
#[tokio::test]
async fn the_messages_behind_a_hidden_one_wait() {
    for (position, expected) in [(0, vec![]), (1, vec!["foo"]), (2, vec!["foo", "bar"])] {
        let (world, url) = world_with(&[("1", "foo"), ("1", "bar"), ("1", "baz")]).await;
        let all = world.call("ReceiveMessage", receive(&url, 10, 1)).await;
        let handle = &all["Messages"][position]["ReceiptHandle"];
        let extend = json!({ "QueueUrl": url, "ReceiptHandle": handle, "VisibilityTimeout": 4 });
        world.call("ChangeMessageVisibility", extend).await;
        world.advance(2_500);
        assert_eq!(world.receive(&url).await, expected);
    }
}

/// Recorded.
#[tokio::test]
async fn deleting_a_part_does_not_free_the_group() {
    let messages = [("1", "g1-m1"), ("2", "g2-m1"), ("1", "g1-m2"), ("2", "g2-m2"), ("1", "g1-m3"), ("3", "g3-m1")];
    let (world, url) = world_with(&messages).await;
    let two = world.call("ReceiveMessage", receive(&url, 2, 30)).await;
    let delete = |index: usize| json!({ "QueueUrl": url, "ReceiptHandle": two["Messages"][index]["ReceiptHandle"] });
    world.call("DeleteMessage", delete(0)).await;
    assert_eq!(world.receive(&url).await, ["g2-m1", "g2-m2", "g3-m1"]);
    world.call("DeleteMessage", delete(1)).await;
    assert_eq!(world.receive(&url).await, ["g1-m3"]);
}

#[tokio::test]
async fn the_delay_is_the_queues_and_keeps_the_order() {
    let world = World::new();
    let url = world.create_fifo("a.fifo", json!({ "DelaySeconds": "10" })).await;
    world.send_to_group(&url, "g", "first").await;
    let undelay = json!({ "QueueUrl": url, "Attributes": { "DelaySeconds": "0" } });
    world.call("SetQueueAttributes", undelay).await;
    world.send_to_group(&url, "g", "second").await;
    assert!(world.receive(&url).await.is_empty(), "the second must not overtake the first");
    world.advance(10_000);
    assert_eq!(world.receive(&url).await, ["first", "second"]);
}

#[tokio::test]
async fn receivers_get_the_fifo_attributes() {
    let world = World::new();
    let url = world.create("a.fifo", json!({ "FifoQueue": "true" })).await;
    let send = json!({ "QueueUrl": url, "MessageBody": "x", "MessageGroupId": "g", "MessageDeduplicationId": "d" });
    let sent = world.call("SendMessage", send).await;
    let all = json!({ "QueueUrl": url, "AttributeNames": ["All"], "ReceiveRequestAttemptId": "again" });
    let attributes = world.call("ReceiveMessage", all).await["Messages"][0]["Attributes"].clone();
    assert_eq!(attributes["MessageGroupId"], "g");
    assert_eq!(attributes["MessageDeduplicationId"], "d");
    assert_eq!(attributes["SequenceNumber"], sent["SequenceNumber"]);
}

#[tokio::test]
async fn a_dead_letter_frees_its_group_and_begins_a_new_age() {
    let world = World::new();
    let dead = world.create_fifo("dead.fifo", json!({ "MessageRetentionPeriod": "60" })).await;
    let policy = world.redrive_policy("dead.fifo", 1);
    let url = world.create_fifo("a.fifo", json!({ "RedrivePolicy": policy, "VisibilityTimeout": "50" })).await;
    let sent = world.send_to_group(&url, "g", "poison").await;
    world.send_to_group(&url, "g", "next").await;
    assert_eq!(bodies(&world.call("ReceiveMessage", receive(&url, 1, 50)).await), ["poison"]);
    assert!(world.receive(&url).await.is_empty());
    world.advance(50_000);
    assert_eq!(world.receive(&url).await, ["next"]);
    world.advance(59_999);
    let all = json!({ "QueueUrl": dead, "AttributeNames": ["All"] });
    let message = world.call("ReceiveMessage", all).await["Messages"][0].clone();
    assert_eq!((&message["MessageId"], &message["Body"]), (&sent["MessageId"], &"poison".into()));
    assert_eq!(message["Attributes"]["MessageGroupId"], "g");
    assert!(message["Attributes"]["SequenceNumber"].as_str() > sent["SequenceNumber"].as_str());
    // Its deduplication id is not taken twice by the move: the same may be sent to the source after five minutes only.
    assert_eq!(world.send_to_group(&url, "g", "poison").await["MessageId"], sent["MessageId"]);
}
