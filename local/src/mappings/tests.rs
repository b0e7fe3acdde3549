//! A stream mapping on a real table: order, filters, batch size, where it begins, and going on after a restart.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use local_dynamodb::{DynamoDb, Settings};
use local_sqs::Sqs;
use local_template::{Event, Function, StartingPosition, StreamEvent};
use serde_json::{Value, json};
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use super::{Checkpoints, MappingError, Sources};
use crate::functions::{Called, Invoker};

const ARN: &str = "arn:aws:dynamodb:eu-central-1:000000000000:table/main/stream/local";

/// A function that answers success and tells the sort keys of each batch.
fn telling() -> (Invoker, UnboundedReceiver<Vec<String>>) {
    let (told, heard) = unbounded_channel();
    let invoker: Invoker = Arc::new(move |_, event: Value| {
        let keys = event["Records"].as_array().unwrap().iter();
        let keys = keys.map(|record| record["dynamodb"]["Keys"]["sk"]["S"].as_str().unwrap().to_owned()).collect();
        told.send(keys).unwrap();
        Box::pin(async { Called { request_id: "r".to_owned(), result: Ok(json!({})) } })
    });
    (invoker, heard)
}

fn function(stream: StreamEvent) -> Function {
    let mut function = crate::functions::tests::function("fan-out", "workspaces");
    function.events = vec![Event::Stream(stream)];
    function
}

fn stream() -> StreamEvent {
    StreamEvent {
        table_stream_arn: ARN.to_owned(),
        batch_size: 3,
        window: Duration::ZERO,
        starting_position: StartingPosition::TrimHorizon,
        bisect: false,
        retries: -1,
        maximum_age: None,
        on_failure_arn: None,
        parallelization: 1,
        tumbling_window: None,
        filters: Vec::new(),
        report_failures: true,
        enabled: true,
    }
}

async fn sources(folder: &Path, invoker: Invoker) -> Sources {
    let dynamodb = DynamoDb::open(&folder.join("dynamodb.db"), "eu-central-1", Settings::default()).unwrap();
    let properties = json!({
        "AttributeDefinitions": [{"AttributeName": "pk", "AttributeType": "S"}, {"AttributeName": "sk", "AttributeType": "S"}],
        "KeySchema": [{"AttributeName": "pk", "KeyType": "HASH"}, {"AttributeName": "sk", "KeyType": "RANGE"}],
        "StreamSpecification": {"StreamViewType": "NEW_AND_OLD_IMAGES"},
    });
    dynamodb.ensure_table("main", &properties).await.unwrap();
    let options = local_sqs::Options::new("http://127.0.0.1:1", "eu-central-1", "000000000000");
    Sources {
        dynamodb,
        sqs: Sqs::open(&folder.join("sqs.db"), options).unwrap(),
        checkpoints: Checkpoints::open(&folder.join("mappings.db")).unwrap(),
        invoker,
        region: "eu-central-1".to_owned(),
        stop: CancellationToken::new(),
    }
}

async fn put(sources: &Sources, sk: &str, kind: &str) {
    let item = json!({"pk": {"S": "p"}, "sk": {"S": sk}, "kind": {"S": kind}});
    let request = http::Request::post("/")
        .header("content-type", "application/x-amz-json-1.0")
        .header("x-amz-date", "20260101T000000Z")
        .header("x-amz-target", "DynamoDB_20120810.PutItem")
        .header("authorization", "AWS4-HMAC-SHA256 Credential=l/20260101/e/dynamodb/aws4_request, SignedHeaders=host, Signature=0")
        .body(Bytes::from(json!({"TableName": "main", "Item": item}).to_string()))
        .unwrap();
    let answer = sources.dynamodb.forward(request).await.unwrap();
    assert_eq!(answer.status(), 200);
}

/// What the function saw until it had `count` records.
async fn hear(heard: &mut UnboundedReceiver<Vec<String>>, count: usize) -> Vec<Vec<String>> {
    let mut batches = Vec::new();
    while batches.iter().map(Vec::len).sum::<usize>() < count {
        batches.push(tokio::time::timeout(Duration::from_secs(10), heard.recv()).await.unwrap().unwrap());
    }
    batches
}

/// Ends the mappings and closes the table.
async fn stop(sources: Sources, tasks: TaskTracker) {
    sources.stop.cancel();
    tasks.close();
    tasks.wait().await;
    sources.dynamodb.shut_down().await;
}

#[tokio::test]
async fn batches_keep_order_size_and_filters_and_a_restart_goes_on() {
    let folder = tempfile::tempdir().unwrap();
    let (invoker, mut heard) = telling();
    let sources_before = sources(folder.path(), invoker.clone()).await;
    for number in 1..=8 {
        put(&sources_before, &number.to_string(), if number == 4 { "other" } else { "event" }).await;
    }
    let filters = vec![json!({"dynamodb": {"NewImage": {"kind": {"S": ["event"]}}}})];
    let declared = [function(StreamEvent { filters, ..stream() })];
    let tasks = TaskTracker::new();
    sources_before.start(&declared, &tasks).await.unwrap();
    assert_eq!(hear(&mut heard, 7).await, [vec!["1", "2", "3"], vec!["5", "6", "7"], vec!["8"]]);
    put(&sources_before, "9", "event").await;
    assert_eq!(hear(&mut heard, 1).await, [["9"]]);
    stop(sources_before, tasks).await;

    let sources_after = sources(folder.path(), invoker).await;
    put(&sources_after, "10", "event").await;
    let tasks = TaskTracker::new();
    sources_after.start(&declared, &tasks).await.unwrap();
    assert_eq!(hear(&mut heard, 1).await, [["10"]], "what was handled does not come again");
    stop(sources_after, tasks).await;
}

#[tokio::test]
async fn latest_means_the_first_start() {
    let folder = tempfile::tempdir().unwrap();
    let (invoker, mut heard) = telling();
    let first = sources(folder.path(), invoker.clone()).await;
    put(&first, "before", "event").await;
    let declared = [function(StreamEvent { starting_position: StartingPosition::Latest, ..stream() })];
    let tasks = TaskTracker::new();
    first.start(&declared, &tasks).await.unwrap();
    stop(first, tasks).await;
    let second = sources(folder.path(), invoker).await;
    put(&second, "while it was down", "event").await;
    let tasks = TaskTracker::new();
    second.start(&declared, &tasks).await.unwrap();
    assert_eq!(hear(&mut heard, 1).await, [["while it was down"]]);
    stop(second, tasks).await;
}

#[tokio::test]
async fn a_batching_window_gathers_a_fuller_batch() {
    let folder = tempfile::tempdir().unwrap();
    let (invoker, mut heard) = telling();
    let sources = sources(folder.path(), invoker).await;
    let declared = [function(StreamEvent { window: Duration::from_secs(30), ..stream() })];
    let tasks = TaskTracker::new();
    sources.start(&declared, &tasks).await.unwrap();
    for number in 1..=3 {
        put(&sources, &number.to_string(), "event").await;
    }
    assert_eq!(hear(&mut heard, 3).await, [["1", "2", "3"]], "a full batch does not wait for the window's end");
    stop(sources, tasks).await;
}

#[tokio::test]
async fn mappings_that_cannot_work_are_named() {
    let folder = tempfile::tempdir().unwrap();
    let (invoker, _heard) = telling();
    let sources = sources(folder.path(), invoker).await;
    let tasks = TaskTracker::new();
    let topic = "arn:aws:sns:eu-central-1:000000000000:topic".to_owned();
    let declared = [function(StreamEvent { on_failure_arn: Some(topic), ..stream() })];
    let error = sources.start(&declared, &tasks).await.unwrap_err();
    assert!(matches!(error, MappingError::NotADestination { .. }), "{error}");
    let declared = [function(StreamEvent { filters: vec![json!({"a": "b"})], ..stream() })];
    let error = sources.start(&declared, &tasks).await.unwrap_err();
    assert!(matches!(error, MappingError::Pattern { .. }), "{error}");
    stop(sources, tasks).await;
}
