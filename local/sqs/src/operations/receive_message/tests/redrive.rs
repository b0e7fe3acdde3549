//! After how many receives a message moves, and what it keeps.

use serde_json::json;

use crate::testing::World;

#[tokio::test]
async fn too_many_receives_lead_to_the_dead_letter_queue() {
    let world = World::new();
    let dead = world.create("dead", json!({})).await;
    let policy = world.redrive_policy("dead", 2);
    let url = world.create("a", json!({ "RedrivePolicy": policy, "VisibilityTimeout": "5" })).await;
    world.send(&url, "poison").await;
    for _ in 0..2 {
        assert_eq!(world.receive(&url).await, ["poison"]);
        world.advance(5_000);
    }
    // It moves when someone asks the source again, not before.
    assert!(world.receive(&dead).await.is_empty());
    assert!(world.receive(&url).await.is_empty());
    assert_eq!(world.counts(&url).await, (0, 0, 0));
    let all = json!({ "QueueUrl": dead, "AttributeNames": ["All"] });
    let message = world.call("ReceiveMessage", all).await["Messages"][0].clone();
    assert_eq!(message["Body"], "poison");
    assert_eq!(message["Attributes"]["ApproximateReceiveCount"], "3");
    assert_eq!(message["Attributes"]["DeadLetterQueueSourceArn"], world.sqs.queue_arn("a"));
    assert_eq!(message["Attributes"]["SentTimestamp"], (world.now() - 10_000).to_string());
}

#[tokio::test]
async fn a_dead_letter_keeps_its_age_in_a_standard_queue() {
    let world = World::new();
    let dead = world.create("dead", json!({ "MessageRetentionPeriod": "60" })).await;
    let policy = world.redrive_policy("dead", 1);
    let url = world.create("a", json!({ "RedrivePolicy": policy, "VisibilityTimeout": "30" })).await;
    world.send(&url, "poison").await;
    world.receive(&url).await;
    world.advance(30_000);
    world.receive(&url).await;
    world.advance(29_999);
    assert_eq!(world.counts(&dead).await, (1, 0, 0));
    world.advance(1);
    assert_eq!(world.counts(&dead).await, (0, 0, 0));
}

#[tokio::test]
async fn without_its_dead_letter_queue_a_message_stays() {
    let world = World::new();
    world.create("dead", json!({})).await;
    let policy = world.redrive_policy("dead", 1);
    let url = world.create("a", json!({ "RedrivePolicy": policy, "VisibilityTimeout": "0" })).await;
    world.send(&url, "poison").await;
    let delete = "delete from queues where name = 'dead'";
    world.sqs.store.turn(move |turn| Ok(turn.transaction.execute_batch(delete)?)).await.unwrap();
    for _ in 0..3 {
        assert_eq!(world.receive(&url).await, ["poison"]);
    }
}

#[tokio::test]
async fn a_chain_of_dead_letter_queues_counts_each_queues_own_receives() {
    let world = World::new();
    let last = world.create("last", json!({})).await;
    let policy = |target: &str| json!({ "RedrivePolicy": world.redrive_policy(target, 1), "VisibilityTimeout": "0" });
    let middle = world.create("middle", policy("last")).await;
    let first = world.create("first", policy("middle")).await;
    world.send(&first, "poison").await;
    for url in [&first, &middle] {
        assert_eq!(world.receive(url).await, ["poison"]);
        assert!(world.receive(url).await.is_empty());
    }
    assert_eq!(world.receive(&last).await, ["poison"]);
}
