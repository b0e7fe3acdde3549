//! What the integration tests share: one table with one index, and signed calls.

#![expect(clippy::unwrap_used, reason = "a helper of tests fails by panicking")]

use std::path::Path;

use bytes::Bytes;
use local_dynamodb::{DynamoDb, Settings};
use serde_json::{Value, json};

pub(crate) fn properties() -> Value {
    json!({
        "TableName": "main",
        "BillingMode": "PAY_PER_REQUEST",
        "AttributeDefinitions": [
            {"AttributeName": "pk", "AttributeType": "S"},
            {"AttributeName": "sk", "AttributeType": "S"},
            {"AttributeName": "gsi1pk", "AttributeType": "S"},
            {"AttributeName": "gsi1sk", "AttributeType": "S"},
        ],
        "KeySchema": [
            {"AttributeName": "pk", "KeyType": "HASH"},
            {"AttributeName": "sk", "KeyType": "RANGE"},
        ],
        "GlobalSecondaryIndexes": [{
            "IndexName": "gsi1",
            "KeySchema": [
                {"AttributeName": "gsi1pk", "KeyType": "HASH"},
                {"AttributeName": "gsi1sk", "KeyType": "RANGE"},
            ],
            "Projection": {"ProjectionType": "ALL"},
        }],
        "StreamSpecification": {"StreamViewType": "NEW_AND_OLD_IMAGES"},
        "TimeToLiveSpecification": {"AttributeName": "expires_at", "Enabled": true},
        "PointInTimeRecoverySpecification": {"PointInTimeRecoveryEnabled": true},
        "SSESpecification": {"SSEEnabled": true},
    })
}

pub(crate) async fn open(path: &Path) -> DynamoDb {
    let dynamodb = DynamoDb::open(path, "eu-west-1", Settings::default()).unwrap();
    dynamodb.ensure_table("main", &properties()).await.unwrap();
    dynamodb
}

pub(crate) async fn fresh() -> (tempfile::TempDir, DynamoDb) {
    let folder = tempfile::tempdir().unwrap();
    let dynamodb = open(&folder.path().join("dynamodb.db")).await;
    (folder, dynamodb)
}

pub(crate) async fn call(dynamodb: &DynamoDb, operation: &str, body: Value) -> (u16, Value) {
    let request = http::Request::post("http://127.0.0.1:3001/")
        .header("host", "127.0.0.1:3001")
        .header("content-type", "application/x-amz-json-1.0")
        .header("x-amz-date", "20260101T000000Z")
        .header("x-amz-target", format!("DynamoDB_20120810.{operation}"))
        .header(
            "authorization",
            "AWS4-HMAC-SHA256 Credential=local/20260101/eu-west-1/dynamodb/aws4_request, SignedHeaders=host, Signature=00",
        )
        .body(Bytes::from(body.to_string()))
        .unwrap();
    let response = dynamodb.forward(request).await.unwrap();
    (response.status().as_u16(), serde_json::from_slice(response.body()).unwrap())
}

pub(crate) async fn ok(dynamodb: &DynamoDb, operation: &str, body: Value) -> Value {
    let (status, answer) = call(dynamodb, operation, body).await;
    assert_eq!(status, 200, "{answer}");
    answer
}

pub(crate) async fn put(dynamodb: &DynamoDb, sk: &str, more: Value) {
    let mut item = json!({"pk": {"S": "a"}, "sk": {"S": sk}});
    item.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    ok(dynamodb, "PutItem", json!({"TableName": "main", "Item": item})).await;
}
