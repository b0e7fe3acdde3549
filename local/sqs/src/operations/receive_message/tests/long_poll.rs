//! When a waiting receive wakes.

use serde_json::json;
use tokio::time::Instant;

use crate::testing::World;

#[tokio::test(start_paused = true)]
async fn a_long_poll_without_messages_ends_with_its_wait() {
    let world = World::on_tokio_clock();
    let url = world.create("a", json!({ "ReceiveMessageWaitTimeSeconds": "7" })).await;
    for (input, seconds) in [
        (json!({ "QueueUrl": url }), 7),
        (json!({ "QueueUrl": url, "WaitTimeSeconds": 20 }), 20),
        (json!({ "QueueUrl": url, "WaitTimeSeconds": 0 }), 0),
    ] {
        let started = Instant::now();
        assert_eq!(world.call("ReceiveMessage", input).await, json!({}));
        assert_eq!(started.elapsed().as_secs(), seconds);
    }
}

#[tokio::test(start_paused = true)]
async fn a_long_poll_wakes_when_a_delay_or_a_visibility_timeout_ends() {
    let world = World::on_tokio_clock();
    let url = world.create("a", json!({})).await;
    let poll = json!({ "QueueUrl": url, "WaitTimeSeconds": 20, "VisibilityTimeout": 6 });
    world.call("SendMessage", json!({ "QueueUrl": url, "MessageBody": "one", "DelaySeconds": 3 })).await;
    for seconds in [3, 6] {
        let started = Instant::now();
        assert_eq!(world.call("ReceiveMessage", poll.clone()).await["Messages"][0]["Body"], "one");
        assert_eq!(started.elapsed().as_secs(), seconds);
    }
}

#[tokio::test(start_paused = true)]
async fn a_long_poll_wakes_at_once_on_a_send() {
    let world = World::on_tokio_clock();
    let url = world.create("a", json!({})).await;
    let waiting = world.start_long_poll(&url).await;
    let sent = Instant::now();
    world.send(&url, "one").await;
    assert_eq!(waiting.await.unwrap().unwrap()["Messages"][0]["Body"], "one");
    assert!(sent.elapsed().is_zero());
}

#[tokio::test(start_paused = true)]
async fn a_long_poll_wakes_on_a_change_of_visibility_and_on_a_dead_letter() {
    let world = World::on_tokio_clock();
    let dead = world.create("dead", json!({})).await;
    let policy = world.redrive_policy("dead", 1);
    let attributes = json!({ "RedrivePolicy": policy, "VisibilityTimeout": "600" });
    let url = world.create("a", attributes).await;
    world.send(&url, "poison").await;
    let handle = world.receive_handles(&url).await.remove(0);
    let on_source = world.start_long_poll(&url).await;
    let on_dead = world.start_long_poll(&dead).await;
    let given_back = Instant::now();
    let give_back = json!({ "QueueUrl": url, "ReceiptHandle": handle, "VisibilityTimeout": 0 });
    world.call("ChangeMessageVisibility", give_back).await;
    // The change wakes the source's receiver, whose look moves the message, which wakes the other.
    let message = on_dead.await.unwrap().unwrap();
    assert_eq!(message["Messages"][0]["Body"], "poison");
    assert!(given_back.elapsed().is_zero());
    assert_eq!(on_source.await.unwrap(), Ok(json!({})));
}

#[tokio::test(start_paused = true)]
async fn a_long_poll_wakes_when_a_delete_frees_the_group() {
    let world = World::on_tokio_clock();
    let url = world.create_fifo("a.fifo", json!({ "VisibilityTimeout": "600" })).await;
    world.send_to_group(&url, "g", "one").await;
    let handle = world.receive_handles(&url).await.remove(0);
    world.send_to_group(&url, "g", "two").await;
    let waiting = world.start_long_poll(&url).await;
    let deleted = Instant::now();
    world.call("DeleteMessage", json!({ "QueueUrl": url, "ReceiptHandle": handle })).await;
    assert_eq!(waiting.await.unwrap().unwrap()["Messages"][0]["Body"], "two");
    assert!(deleted.elapsed().is_zero());
}

#[tokio::test(start_paused = true)]
async fn a_long_poll_wakes_on_a_move_task() {
    let world = World::on_tokio_clock();
    let dead = world.create("dead", json!({})).await;
    let policy = world.redrive_policy("dead", 1);
    let url = world.create("a", json!({ "RedrivePolicy": policy, "VisibilityTimeout": "0" })).await;
    world.send(&url, "poison").await;
    world.receive(&url).await;
    world.receive(&url).await;
    assert_eq!(world.counts(&dead).await, (1, 0, 0));
    let waiting = world.start_long_poll(&url).await;
    let moved = Instant::now();
    let source = json!({ "SourceArn": world.sqs.queue_arn("dead") });
    world.call("StartMessageMoveTask", source).await;
    assert_eq!(waiting.await.unwrap().unwrap()["Messages"][0]["Body"], "poison");
    assert!(moved.elapsed().is_zero());
}

/// On the real clock and several threads: each of many receivers gets its message as it is sent, and nobody two.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_long_poll_wakes_on_a_send() {
    let world = World::on_system_clock();
    let url = world.create("a", json!({})).await;
    let receivers: Vec<_> = (0..8).map(|_| world.start("ReceiveMessage", json!({ "QueueUrl": url, "WaitTimeSeconds": 20 }))).collect();
    let started = std::time::Instant::now();
    for index in 0..8 {
        world.send(&url, &index.to_string()).await;
    }
    let mut bodies = Vec::new();
    for receiver in receivers {
        let output = receiver.await.unwrap().unwrap();
        assert_eq!(output["Messages"].as_array().unwrap().len(), 1);
        bodies.push(output["Messages"][0]["Body"].as_str().unwrap().to_owned());
    }
    bodies.sort();
    assert_eq!(bodies, ["0", "1", "2", "3", "4", "5", "6", "7"]);
    assert!(started.elapsed().as_secs() < 20);
}
