//! Starting stacks and calling their AWS endpoint.

#![expect(clippy::unwrap_used, reason = "a helper of tests fails by panicking")]

use std::path::{Path, PathBuf};

use local::{Options, Stack};
use serde_json::{Value, json};

pub(crate) fn template() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../template.yaml")
}

pub(crate) async fn start(data: &Path) -> Stack {
    Stack::start(Options::new(template(), data)).await.unwrap()
}

/// A call of a JSON protocol, such as `AmazonSQS.SendMessage`.
pub(crate) async fn call(stack: &Stack, target: &str, body: Value) -> Value {
    let response = reqwest::Client::new()
        .post(stack.aws_url())
        .header("content-type", "application/x-amz-json-1.0")
        .header("x-amz-target", target)
        .header("x-amz-date", "20260101T000000Z")
        .header("authorization", "AWS4-HMAC-SHA256 Credential=local/20260101/eu-central-1/x/aws4_request, SignedHeaders=host, Signature=00")
        .body(body.to_string())
        .send()
        .await
        .unwrap();
    let status = response.status();
    let answer: Value = serde_json::from_slice(&response.bytes().await.unwrap()).unwrap();
    assert!(status.is_success(), "{target}: {answer}");
    answer
}

pub(crate) async fn get(url: &str) -> (u16, Value) {
    let response = reqwest::get(url).await.unwrap();
    let status = response.status().as_u16();
    (status, serde_json::from_slice(&response.bytes().await.unwrap()).unwrap_or(json!(null)))
}

/// The name of the table that the template's stack has.
pub(crate) async fn table(stack: &Stack) -> String {
    let tables = call(stack, "DynamoDB_20120810.ListTables", json!({})).await;
    tables["TableNames"][0].as_str().unwrap().to_owned()
}
