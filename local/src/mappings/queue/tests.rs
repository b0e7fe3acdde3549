//! Deleting on success only, partial failures, filters, FIFO groups, and the dead-letter queue.

use std::collections::HashSet;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use jiff::SignedDuration;
use local_gateway::InvokeError;
use local_kit::Clock;
use local_sqs::Sqs;
use local_template::QueueEvent;
use serde_json::{Value, json};
use tokio_util::sync::CancellationToken;

use super::{Pattern, QueueMapping};
use crate::functions::{Called, Invoker};

struct World {
    folder: tempfile::TempDir,
    sqs: Sqs,
    clock: Clock,
}

impl World {
    /// Queues `work` (visibility 30 s, dead letters after two receives), `work.fifo` and `dead`.
    async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let clock = Clock::standing("2023-11-14T22:13:20Z".parse().unwrap());
        let options = local_sqs::Options::new("http://127.0.0.1:1", "eu-west-1", "000000000000").with_clock(clock.clone());
        let sqs = Sqs::open(&folder.path().join("sqs.db"), options).unwrap();
        sqs.call("CreateQueue", json!({"QueueName": "dead"})).await.unwrap();
        let redrive = json!({"deadLetterTargetArn": sqs.queue_arn("dead"), "maxReceiveCount": 2}).to_string();
        let attributes = json!({"VisibilityTimeout": "30", "RedrivePolicy": redrive});
        sqs.call("CreateQueue", json!({"QueueName": "work", "Attributes": attributes})).await.unwrap();
        let attributes = json!({"FifoQueue": "true", "ContentBasedDeduplication": "true"});
        sqs.call("CreateQueue", json!({"QueueName": "work.fifo", "Attributes": attributes})).await.unwrap();
        Self { folder, sqs, clock }
    }

    /// The process ends in the middle of whatever it does, and starts again.
    fn restart(&mut self) {
        let options = local_sqs::Options::new("http://127.0.0.1:1", "eu-west-1", "000000000000");
        let options = options.with_clock(self.clock.clone());
        self.sqs = Sqs::open(&self.folder.path().join("sqs.db"), options).unwrap();
    }

    fn mapping(&self, queue: &str, report_failures: bool, invoker: Invoker) -> QueueMapping {
        QueueMapping {
            function_id: "F".to_owned(),
            queue_url: self.sqs.queue_url(queue),
            region: "eu-west-1".to_owned(),
            rules: QueueEvent {
                queue_arn: self.sqs.queue_arn(queue),
                batch_size: 10,
                window: Duration::ZERO,
                report_failures,
                maximum_concurrency: None,
                filters: Vec::new(),
                enabled: true,
            },
            patterns: Arc::default(),
            sqs: self.sqs.clone(),
            invoker,
            stop: CancellationToken::new(),
        }
    }

    async fn send(&self, queue: &str, body: &str, group: Option<&str>) {
        let mut input = json!({"QueueUrl": self.sqs.queue_url(queue), "MessageBody": body});
        if let Some(group) = group {
            input["MessageGroupId"] = json!(group);
        }
        self.sqs.call("SendMessage", input).await.unwrap();
    }

    fn pass(&self, seconds: i64) {
        self.clock.advance(SignedDuration::from_secs(seconds));
    }

    /// One poll and what follows from it.
    async fn round(&self, mapping: &QueueMapping) {
        let messages = mapping.receive(10, 0).await;
        if !messages.is_empty() {
            mapping.process(messages).await;
        }
    }

    async fn left(&self, queue: &str) -> HashSet<String> {
        self.pass(3600);
        let input = json!({"QueueUrl": self.sqs.queue_url(queue), "MaxNumberOfMessages": 10, "VisibilityTimeout": 0});
        let answer = self.sqs.call("ReceiveMessage", input).await.unwrap();
        let messages = answer["Messages"].as_array().cloned().unwrap_or_default();
        messages.iter().map(|message| message["Body"].as_str().unwrap().to_owned()).collect()
    }
}

fn bodies(event: &Value) -> Vec<String> {
    event["Records"].as_array().unwrap().iter().map(|record| record["body"].as_str().unwrap().to_owned()).collect()
}

/// Answers by the bodies; notes them.
fn function(seen: &Arc<Mutex<Vec<Vec<String>>>>, answer: impl Fn(&Value) -> Result<Value, InvokeError> + Send + Sync + 'static) -> Invoker {
    let seen = Arc::clone(seen);
    Arc::new(move |_, event| {
        seen.lock().unwrap().push(bodies(&event));
        let result = answer(&event);
        Box::pin(async move { Called { request_id: "r".to_owned(), result } })
    })
}

fn failing(event: &Value, bad: &[&str]) -> Value {
    let failures: Vec<Value> = event["Records"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|record| bad.contains(&record["body"].as_str().unwrap()))
        .map(|record| json!({"itemIdentifier": record["messageId"]}))
        .collect();
    json!({"batchItemFailures": failures})
}

fn set(items: &[&str]) -> HashSet<String> {
    items.iter().map(|item| (*item).to_owned()).collect()
}

#[tokio::test]
async fn success_deletes_and_only_reported_failures_stay() {
    let world = World::new().await;
    for body in ["a", "b", "c"] {
        world.send("work", body, None).await;
    }
    let seen = Arc::default();
    let mapping = world.mapping("work", true, function(&seen, |event| Ok(failing(event, &["b"]))));
    world.round(&mapping).await;
    world.round(&mapping).await;
    assert_eq!(seen.lock().unwrap().len(), 1, "a failed message waits for the queue's visibility timeout");
    assert_eq!(world.left("work").await, set(&["b"]));
}

#[tokio::test]
async fn a_function_error_or_an_unknown_identifier_keeps_the_whole_batch() {
    let world = World::new().await;
    for body in ["a", "b"] {
        world.send("work", body, None).await;
    }
    let seen = Arc::default();
    let broken = function(&seen, |_| Err(InvokeError::Timeout));
    world.round(&world.mapping("work", true, broken)).await;
    world.pass(31);
    let unknown = function(&seen, |_| Ok(json!({"batchItemFailures": [{"itemIdentifier": "nobody"}]})));
    world.round(&world.mapping("work", true, unknown)).await;
    assert_eq!(seen.lock().unwrap().len(), 2);
    world.round(&world.mapping("work", true, function(&seen, |_| Ok(json!({}))))).await;
    assert_eq!(world.left("dead").await, HashSet::new());
    world.pass(31);
    world.round(&world.mapping("work", true, function(&seen, |_| Ok(json!({}))))).await;
    assert_eq!(world.left("dead").await, set(&["a", "b"]), "received twice, then dead letters");
}

#[tokio::test]
async fn a_message_that_always_fails_ends_in_the_dead_letter_queue() {
    let world = World::new().await;
    world.send("work", "poison", None).await;
    world.send("work", "fine", None).await;
    let seen = Arc::default();
    let mapping = world.mapping("work", true, function(&seen, |event| Ok(failing(event, &["poison"]))));
    for _ in 0..4 {
        world.round(&mapping).await;
        world.pass(31);
    }
    let times = seen.lock().unwrap().iter().flatten().filter(|body| *body == "poison").count();
    assert_eq!(times, 2);
    assert_eq!(world.left("dead").await, set(&["poison"]));
    assert_eq!(world.left("work").await, HashSet::new());
}

/// However often the process ends meanwhile: only deliveries that have ended are tries.
#[tokio::test]
async fn a_delivery_that_the_end_of_the_process_interrupts_is_no_try() {
    let mut world = World::new().await;
    world.send("work", "a", None).await;
    let seen = Arc::default();
    for _ in 0..5 {
        let mapping = world.mapping("work", true, function(&seen, |_| Err(InvokeError::Timeout)));
        let taken = mapping.receive(10, 0).await;
        assert_eq!(taken[0]["Attributes"]["ApproximateReceiveCount"], "1", "it is there at once, and counted as never taken");
        world.restart();
    }
    for count in ["1", "2"] {
        let mapping = world.mapping("work", true, function(&seen, |_| Err(InvokeError::Timeout)));
        let taken = mapping.receive(10, 0).await;
        assert_eq!(taken[0]["Attributes"]["ApproximateReceiveCount"], count);
        mapping.process(taken).await;
        // A failed try stays one, and waits for its time.
        world.restart();
        assert!(world.mapping("work", true, function(&seen, |_| Ok(json!({})))).receive(10, 0).await.is_empty());
        world.pass(31);
    }
    world.round(&world.mapping("work", true, function(&seen, |_| Ok(json!({}))))).await;
    assert_eq!(world.left("dead").await, set(&["a"]));
}

/// A program with the AWS CLI keeps what it has received: the restart is not its end.
#[tokio::test]
async fn what_others_have_received_stays_theirs() {
    let mut world = World::new().await;
    world.send("work", "a", None).await;
    let url = world.sqs.queue_url("work");
    let taken = world.sqs.call("ReceiveMessage", json!({"QueueUrl": url})).await.unwrap();
    world.restart();
    let handle = &taken["Messages"][0]["ReceiptHandle"];
    assert_eq!(world.sqs.call("ReceiveMessage", json!({"QueueUrl": url})).await.unwrap(), json!({}));
    world.sqs.call("DeleteMessage", json!({"QueueUrl": url, "ReceiptHandle": handle})).await.unwrap();
    assert_eq!(world.left("work").await, set(&[]));
}

#[tokio::test]
async fn filtered_messages_are_deleted_without_a_call() {
    let world = World::new().await;
    world.send("work", r#"{"kind":"wanted"}"#, None).await;
    world.send("work", r#"{"kind":"other"}"#, None).await;
    world.send("work", "plain", None).await;
    let seen = Arc::default();
    let mut mapping = world.mapping("work", false, function(&seen, |_| Ok(json!(null))));
    mapping.patterns = Arc::new(vec![Pattern::parse(&json!({"body": {"kind": ["wanted"]}})).unwrap()]);
    world.round(&mapping).await;
    assert_eq!(*seen.lock().unwrap(), [[r#"{"kind":"wanted"}"#.to_owned()]]);
    assert_eq!(world.left("work").await, HashSet::new());
}

#[tokio::test]
async fn in_a_fifo_queue_what_follows_a_failure_in_its_group_returns_too() {
    let world = World::new().await;
    for (body, group) in [("a1", "a"), ("b1", "b"), ("a2", "a"), ("b2", "b"), ("a3", "a")] {
        world.send("work.fifo", body, Some(group)).await;
    }
    let seen = Arc::default();
    let mapping = world.mapping("work.fifo", true, function(&seen, |event| Ok(failing(event, &["a2"]))));
    world.round(&mapping).await;
    assert_eq!(seen.lock().unwrap()[0].len(), 5);
    assert_eq!(world.left("work.fifo").await, set(&["a2", "a3"]));
}

/// Through the running mapping: a sent message reaches the function without waiting for a poll to end.
#[tokio::test]
async fn the_running_mapping_answers_a_send_and_stops() {
    let world = World::new().await;
    let (told, mut heard) = tokio::sync::mpsc::unbounded_channel();
    let invoker: Invoker = Arc::new(move |_, event| {
        told.send(bodies(&event)).unwrap();
        Box::pin(async { Called { request_id: "r".to_owned(), result: Ok(json!({})) } })
    });
    let mapping = world.mapping("work", true, invoker);
    let stop = mapping.stop.clone();
    let running = tokio::spawn(mapping.run());
    world.send("work", "hello", None).await;
    let first = tokio::time::timeout(Duration::from_secs(10), heard.recv()).await.unwrap().unwrap();
    assert_eq!(first, ["hello"]);
    stop.cancel();
    tokio::time::timeout(Duration::from_secs(10), running).await.unwrap().unwrap();
    assert_eq!(world.left("work").await, HashSet::new());
}
