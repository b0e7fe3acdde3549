//! Partial success, bisecting, retries, age, the on-failure destination, and what a crash repeats.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use local_dynamodb::{Position, StreamRecord};
use local_gateway::InvokeError;
use local_sqs::Sqs;
use local_template::{StartingPosition, StreamEvent};
use serde_json::{Value, json};
use tokio_util::sync::CancellationToken;

use super::{Stopped, StreamRunner};
use crate::functions::{Called, Invoker};
use crate::mappings::checkpoints::{Checkpoint, Checkpoints};
use crate::mappings::destination::Destination;

const QUEUE: &str = "arn:aws:sqs:eu-west-1:000000000000:failures";

/// A function that fails when it sees one of these numbers, and notes every batch it was given.
#[derive(Clone, Default)]
struct Function {
    seen: Arc<Mutex<Vec<Vec<i64>>>>,
}

impl Function {
    fn batches(&self) -> Vec<Vec<i64>> {
        self.seen.lock().unwrap().clone()
    }

    fn invoker(&self, answer: impl Fn(&[i64]) -> Result<Value, InvokeError> + Send + Sync + 'static) -> Invoker {
        let seen = Arc::clone(&self.seen);
        Arc::new(move |_, event| {
            let numbers: Vec<i64> = event["Records"].as_array().unwrap().iter().map(|record| record["n"].as_i64().unwrap()).collect();
            let result = answer(&numbers);
            seen.lock().unwrap().push(numbers);
            Box::pin(async move { Called { request_id: "request".to_owned(), result } })
        })
    }
}

struct World {
    folder: tempfile::TempDir,
    sqs: Sqs,
    function: Function,
    stop: CancellationToken,
}

impl World {
    async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let options = local_sqs::Options::new("http://127.0.0.1:1", "eu-west-1", "000000000000");
        let sqs = Sqs::open(&folder.path().join("sqs.db"), options).unwrap();
        sqs.call("CreateQueue", json!({"QueueName": "failures"})).await.unwrap();
        Self { folder, sqs, function: Function::default(), stop: CancellationToken::new() }
    }

    async fn runner(&self, rules: StreamEvent, invoker: Invoker) -> StreamRunner {
        let checkpoints = Checkpoints::open(&self.folder.path().join("mappings.db")).unwrap();
        let kept = checkpoints.get("m").await.unwrap();
        StreamRunner {
            mapping: "m".to_owned(),
            function_id: "F".to_owned(),
            function_arn: "arn:aws:lambda:eu-west-1:000000000000:function:f".to_owned(),
            shard_id: "shardId-1".to_owned(),
            destination: Destination::queue(&self.sqs, QUEUE),
            rules,
            invoker,
            checkpoints,
            stop: self.stop.clone(),
            checkpoint: kept.unwrap_or(Checkpoint { position: Position::START, window: None }),
        }
    }

    /// Bodies in the on-failure queue.
    async fn failures(&self) -> Vec<Value> {
        let input = json!({"QueueUrl": self.sqs.queue_url("failures"), "MaxNumberOfMessages": 10});
        let answer = self.sqs.call("ReceiveMessage", input).await.unwrap();
        let messages = answer["Messages"].as_array().cloned().unwrap_or_default();
        messages.iter().map(|message| serde_json::from_str(message["Body"].as_str().unwrap()).unwrap()).collect()
    }
}

fn rules() -> StreamEvent {
    StreamEvent {
        table_stream_arn: "arn:aws:dynamodb:eu-west-1:000000000000:table/main/stream/local".to_owned(),
        batch_size: 100,
        window: Duration::ZERO,
        starting_position: StartingPosition::TrimHorizon,
        bisect: false,
        retries: -1,
        maximum_age: None,
        on_failure_arn: Some(QUEUE.to_owned()),
        parallelization: 1,
        tumbling_window: None,
        filters: Vec::new(),
        report_failures: true,
        enabled: true,
    }
}

fn position(n: i64) -> Position {
    Position::from_sequence_number(&format!("1{n:020}")).unwrap()
}

fn records(numbers: std::ops::RangeInclusive<i64>) -> Vec<StreamRecord> {
    let now = local_kit::machine_time().as_second();
    numbers.map(|n| StreamRecord { position: position(n), created_at: now, event: json!({"n": n}) }).collect()
}

fn failed(numbers: &[i64]) -> Value {
    let failures: Vec<Value> = numbers.iter().map(|n| json!({"itemIdentifier": position(*n).to_string()})).collect();
    json!({"batchItemFailures": failures})
}

fn error() -> InvokeError {
    InvokeError::FunctionError { kind: "E".to_owned(), message: "no".to_owned() }
}

#[tokio::test(start_paused = true)]
async fn a_partial_failure_repeats_from_the_lowest_failed_record() {
    let world = World::new().await;
    let tries = Mutex::new(0);
    let invoker = world.function.invoker(move |numbers| {
        let mut tries = tries.lock().unwrap();
        *tries += 1;
        Ok(if *tries == 1 {
            failed(&[5, 3])
        } else {
            assert!(numbers[0] == 3);
            json!({})
        })
    });
    let mut runner = world.runner(rules(), invoker).await;
    runner.run(records(1..=5)).await.unwrap();
    assert_eq!(world.function.batches(), [vec![1, 2, 3, 4, 5], vec![3, 4, 5]]);
    assert_eq!(runner.checkpoint.position, position(5));
}

#[tokio::test(start_paused = true)]
async fn bisecting_isolates_the_bad_record_and_costs_no_retries() {
    let world = World::new().await;
    let bad = |numbers: &[i64]| if numbers.contains(&3) { Err(error()) } else { Ok(json!({})) };
    let rules = StreamEvent { bisect: true, retries: 1, report_failures: false, ..rules() };
    let mut runner = world.runner(rules, world.function.invoker(bad)).await;
    runner.run(records(1..=4)).await.unwrap();
    let expected = [vec![1, 2, 3, 4], vec![1, 2], vec![3, 4], vec![3], vec![3], vec![4]];
    assert_eq!(world.function.batches(), expected);
    assert_eq!(runner.checkpoint.position, position(4));
    let failures = world.failures().await;
    assert_eq!(failures.len(), 1);
    let info = &failures[0]["DDBStreamBatchInfo"];
    assert_eq!(info["startSequenceNumber"], position(3).to_string());
    assert_eq!(info["endSequenceNumber"], position(3).to_string());
    assert_eq!(info["batchSize"], 1);
}

#[tokio::test(start_paused = true)]
async fn exhausted_retries_go_to_the_destination_in_lambda_s_shape() {
    let world = World::new().await;
    let invoker = world.function.invoker(|_| Ok(failed(&[2])));
    let mut runner = world.runner(StreamEvent { retries: 2, ..rules() }, invoker).await;
    runner.run(records(1..=3)).await.unwrap();
    // The failing answer stays the same while record 2 leads the batch: the first try and two more.
    assert_eq!(world.function.batches(), [vec![1, 2, 3], vec![2, 3], vec![2, 3]]);
    let failures = world.failures().await;
    assert_eq!(failures.len(), 1);
    let notice = &failures[0];
    assert_eq!(notice["version"], "1.0");
    assert_eq!(notice["requestContext"]["condition"], "RetryAttemptsExhausted");
    assert_eq!(notice["requestContext"]["approximateInvokeCount"], 3);
    assert_eq!(notice["requestContext"]["requestId"], "request");
    assert_eq!(notice["requestContext"]["functionArn"], "arn:aws:lambda:eu-west-1:000000000000:function:f");
    assert_eq!(notice["responseContext"], json!({"statusCode": 200, "executedVersion": "$LATEST"}));
    assert_eq!(notice["DDBStreamBatchInfo"]["shardId"], "shardId-1");
    assert_eq!(notice["DDBStreamBatchInfo"]["batchSize"], 2);
    assert_eq!(runner.checkpoint.position, position(3));
}

#[tokio::test(start_paused = true)]
async fn records_past_their_age_are_given_up_without_a_call() {
    let world = World::new().await;
    let invoker = world.function.invoker(|_| Ok(json!({})));
    let rules = StreamEvent { maximum_age: Some(Duration::from_secs(3600)), ..rules() };
    let mut runner = world.runner(rules, invoker).await;
    let mut records = records(1..=3);
    records[0].created_at -= 7200;
    records[1].created_at -= 7200;
    runner.run(records).await.unwrap();
    assert_eq!(world.function.batches(), [vec![3]]);
    let failures = world.failures().await;
    assert_eq!(failures[0]["requestContext"]["condition"], "RecordAgeExceeded");
    assert_eq!(failures[0]["DDBStreamBatchInfo"]["batchSize"], 2);
    assert!(failures[0].get("responseContext").is_none());
}

#[tokio::test(start_paused = true)]
async fn an_unreachable_function_uses_up_no_retries() {
    let world = World::new().await;
    let tries = Mutex::new(0);
    let invoker = world.function.invoker(move |_| {
        let mut tries = tries.lock().unwrap();
        *tries += 1;
        if *tries < 4 { Err(InvokeError::Unreachable("down".to_owned())) } else { Ok(json!({})) }
    });
    let mut runner = world.runner(StreamEvent { retries: 0, ..rules() }, invoker).await;
    runner.run(records(1..=1)).await.unwrap();
    assert_eq!(world.function.batches().len(), 4);
    assert!(world.failures().await.is_empty());
}

/// A crash after the function's success and before the checkpoint repeats the batch; nothing is skipped.
#[tokio::test(start_paused = true)]
async fn what_is_not_checkpointed_comes_again() {
    let world = World::new().await;
    let stop = world.stop.clone();
    let invoker = world.function.invoker(move |numbers| {
        // The second batch "succeeds" in a process that dies before it can note that.
        if numbers == [3, 4] {
            stop.cancel();
        }
        if numbers == [3, 4] { Err(error()) } else { Ok(json!({})) }
    });
    let mut runner = world.runner(rules(), invoker).await;
    runner.run(records(1..=2)).await.unwrap();
    assert_eq!(runner.run(records(3..=4)).await, Err(Stopped));
    drop(runner);
    let invoker = world.function.invoker(|_| Ok(json!({})));
    let again = World { stop: CancellationToken::new(), ..world };
    let mut runner = again.runner(rules(), invoker).await;
    assert_eq!(runner.checkpoint.position, position(2));
    runner.run(records(3..=4)).await.unwrap();
    assert_eq!(runner.checkpoint.position, position(4));
    assert_eq!(again.function.batches(), [vec![1, 2], vec![3, 4], vec![3, 4]]);
}

#[tokio::test(start_paused = true)]
async fn a_window_carries_its_state_and_ends_with_an_empty_call() {
    let world = World::new().await;
    let events = Arc::new(Mutex::new(Vec::new()));
    let invoker: Invoker = {
        let events = Arc::clone(&events);
        Arc::new(move |_, event| {
            let count = event["state"]["n"].as_i64().unwrap_or(0) + event["Records"].as_array().unwrap().len() as i64;
            events.lock().unwrap().push(event);
            Box::pin(async move { Called { request_id: "r".to_owned(), result: Ok(json!({"state": {"n": count}})) } })
        })
    };
    let rules = StreamEvent { tumbling_window: Some(Duration::from_secs(60)), ..rules() };
    let mut runner = world.runner(rules, invoker).await;
    runner.open_window(120).await.unwrap();
    runner.run(records(1..=2)).await.unwrap();
    runner.run(records(3..=3)).await.unwrap();
    runner.close_window().await.unwrap();
    let events = events.lock().unwrap();
    assert_eq!(events[0]["state"], json!({}));
    assert_eq!(events[1]["state"], json!({"n": 2}));
    assert_eq!(events[2]["state"], json!({"n": 3}));
    assert_eq!(events[2]["Records"], json!([]));
    assert_eq!(events[2]["isFinalInvokeForWindow"], true);
    assert_eq!(events[1]["isFinalInvokeForWindow"], false);
    assert_eq!(events[1]["shardId"], "shardId-1");
    assert_eq!(runner.checkpoint.window, None);
}
