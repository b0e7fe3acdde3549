//! From a write to the stream's function, and from dead letters to their list.

use std::time::{Duration, Instant};

use serde_json::json;

use crate::support::{call, get, start, table};

#[tokio::test(flavor = "multi_thread")]
async fn a_write_reaches_the_stream_s_function_at_once() {
    let data = tempfile::tempdir().unwrap();
    let stack = start(data.path()).await;
    let name = table(&stack).await;
    let item = json!({"pk": {"S": "W#test#Event"}, "sk": {"S": "1"}, "entity": {"S": "Event"}, "origin": {"S": "eu-central-1"}});
    let written = Instant::now();
    call(&stack, "DynamoDB_20120810.PutItem", json!({"TableName": name, "Item": item})).await;
    while stack.invocations(Some("fan-out"), None).is_empty() {
        assert!(written.elapsed() < Duration::from_secs(10), "the fan-out was not called");
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    stack.shut_down().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn dead_letters_are_listed_and_stay() {
    let data = tempfile::tempdir().unwrap();
    let stack = start(data.path()).await;
    let queues = call(&stack, "AmazonSQS.ListQueues", json!({"QueueNamePrefix": "trellis-"})).await;
    let queues: Vec<&str> = queues["QueueUrls"].as_array().unwrap().iter().filter_map(|url| url.as_str()).collect();
    let dead = queues.iter().find(|url| url.ends_with("AwardsDeadLetters")).unwrap();
    for number in 0..12 {
        call(&stack, "AmazonSQS.SendMessage", json!({"QueueUrl": dead, "MessageBody": format!("{number}")})).await;
    }
    for _ in 0..2 {
        let (_, listed) = get(&format!("{}/_local/dead-letters", stack.url())).await;
        assert_eq!(listed["items"].as_array().unwrap().len(), 12);
        assert!(listed["items"][0]["queue"].as_str().unwrap().ends_with("AwardsDeadLetters"));
    }
    stack.shut_down().await;
}
