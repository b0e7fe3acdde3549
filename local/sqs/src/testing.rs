//! A store in a folder of its own, on a clock that the test turns.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use local_kit::Clock;
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::task::JoinHandle;
use tokio::time::Instant;

use crate::error::SqsError;
use crate::options::Options;
use crate::service::Sqs;

/// Some moment in 2023 (milliseconds since 1970).
const START: i64 = 1_700_000_000_000;

pub(crate) struct World {
    pub(crate) sqs: Sqs,
    clock: Clock,
    _folder: TempDir,
}

fn moment(milliseconds: i64) -> Timestamp {
    Timestamp::from_millisecond(milliseconds).unwrap()
}

fn options() -> Options {
    Options::new("http://127.0.0.1:3001", "eu-central-1", "000000000000")
}

impl World {
    /// Time stands still until [`World::advance`].
    pub(crate) fn new() -> Self {
        Self::on(Clock::standing(moment(START)))
    }

    /// Time is tokio's: in a test with `start_paused` it jumps to the next timer as soon as everyone waits.
    pub(crate) fn on_tokio_clock() -> Self {
        let start = Instant::now();
        // Rounded up, so that a timer of whole milliseconds finds its moment arrived.
        let elapsed = move || i64::try_from(start.elapsed().as_nanos().div_ceil(1_000_000)).unwrap();
        Self::on(Clock::following(move || moment(START + elapsed())))
    }

    pub(crate) fn on_system_clock() -> Self {
        Self::on(Clock::system())
    }

    fn on(clock: Clock) -> Self {
        let options = options().with_clock(clock.clone());
        let folder = tempfile::tempdir().unwrap();
        let sqs = Sqs::open(&folder.path().join("queues.sqlite"), options).unwrap();
        Self { sqs, clock, _folder: folder }
    }

    pub(crate) fn now(&self) -> i64 {
        self.clock.now().as_millisecond()
    }

    pub(crate) fn advance(&self, milliseconds: i64) {
        self.clock.advance(SignedDuration::from_millis(milliseconds));
    }

    pub(crate) async fn call(&self, operation: &str, input: Value) -> Value {
        let shown = input.to_string();
        self.sqs.call(operation, input).await.unwrap_or_else(|error| panic!("{operation} {shown:.200}: {error}"))
    }

    pub(crate) async fn refuse(&self, operation: &str, input: Value) -> SqsError {
        self.sqs.call(operation, input).await.expect_err(operation)
    }

    /// Begins a call beside the test.
    pub(crate) fn start(&self, operation: &'static str, input: Value) -> JoinHandle<Result<Value, SqsError>> {
        let sqs = self.sqs.clone();
        tokio::spawn(async move { sqs.call(operation, input).await })
    }

    /// Begins a receive with the longest wait beside the test and returns once it sleeps: tokio's paused clock moves
    /// only when everyone waits. To be used on [`World::on_tokio_clock`].
    pub(crate) async fn start_long_poll(&self, url: &str) -> JoinHandle<Result<Value, SqsError>> {
        let input = json!({ "QueueUrl": url, "WaitTimeSeconds": 20 });
        let waiting = self.start("ReceiveMessage", input);
        tokio::time::sleep(Duration::from_secs(1)).await;
        assert!(!waiting.is_finished());
        waiting
    }

    /// Makes a queue and tells its URL.
    pub(crate) async fn create(&self, name: &str, attributes: Value) -> String {
        let output = self.call("CreateQueue", json!({ "QueueName": name, "Attributes": attributes })).await;
        output["QueueUrl"].as_str().unwrap().to_owned()
    }

    /// Makes a FIFO queue with content-based deduplication.
    pub(crate) async fn create_fifo(&self, name: &str, attributes: Value) -> String {
        let mut attributes = attributes;
        attributes["FifoQueue"] = "true".into();
        attributes["ContentBasedDeduplication"] = "true".into();
        self.create(name, attributes).await
    }

    pub(crate) fn redrive_policy(&self, target: &str, max_receive_count: i64) -> String {
        let target = self.sqs.queue_arn(target);
        json!({ "deadLetterTargetArn": target, "maxReceiveCount": max_receive_count }).to_string()
    }

    pub(crate) async fn send(&self, url: &str, body: &str) -> Value {
        self.call("SendMessage", json!({ "QueueUrl": url, "MessageBody": body })).await
    }

    pub(crate) async fn send_to_group(&self, url: &str, group: &str, body: &str) -> Value {
        self.call("SendMessage", json!({ "QueueUrl": url, "MessageBody": body, "MessageGroupId": group })).await
    }

    async fn receive_field(&self, url: &str, field: &str) -> Vec<String> {
        let input = json!({ "QueueUrl": url, "MaxNumberOfMessages": 10 });
        let output = self.call("ReceiveMessage", input).await;
        let messages = output["Messages"].as_array().map(Vec::as_slice).unwrap_or_default();
        messages.iter().map(|message| message[field].as_str().unwrap().to_owned()).collect()
    }

    /// The bodies of up to ten messages.
    pub(crate) async fn receive(&self, url: &str) -> Vec<String> {
        self.receive_field(url, "Body").await
    }

    /// The receipt handles of up to ten messages.
    pub(crate) async fn receive_handles(&self, url: &str) -> Vec<String> {
        self.receive_field(url, "ReceiptHandle").await
    }

    pub(crate) async fn attributes(&self, url: &str) -> Value {
        let input = json!({ "QueueUrl": url, "AttributeNames": ["All"] });
        self.call("GetQueueAttributes", input).await["Attributes"].clone()
    }

    /// How many messages are visible, in flight and delayed.
    pub(crate) async fn counts(&self, url: &str) -> (i64, i64, i64) {
        let all = self.attributes(url).await;
        let count = |name: &str| all[format!("ApproximateNumberOfMessages{name}")].as_str().unwrap().parse().unwrap();
        (count(""), count("NotVisible"), count("Delayed"))
    }
}
