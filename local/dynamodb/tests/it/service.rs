//! The local DynamoDB as its users see it: over HTTP requests, and through stream readers.

use std::time::Duration;

use crate::support::{fresh, ok, open, properties, put};
use local_dynamodb::{DynamoDb, Position, Settings, TableError};
use local_kit::{Cause, Clock};
use serde_json::json;

const ARN: &str = "arn:aws:dynamodb:eu-west-1:000000000000:table/main/stream/2026-01-01T00:00:00.000";

#[tokio::test]
async fn stream_records_have_lambda_s_shape_and_order() {
    let (_folder, dynamodb) = fresh().await;
    put(&dynamodb, "1", json!({"n": {"N": "1"}})).await;
    put(&dynamodb, "1", json!({"n": {"N": "2"}})).await;
    ok(&dynamodb, "DeleteItem", json!({"TableName": "main", "Key": {"pk": {"S": "a"}, "sk": {"S": "1"}}})).await;
    let mut reader = dynamodb.stream("main", ARN);
    let records = reader.read(Position::START, 10).await.unwrap();
    let names: Vec<_> = records.iter().map(|record| record.event["eventName"].as_str().unwrap()).collect();
    assert_eq!(names, ["INSERT", "MODIFY", "REMOVE"]);
    assert!(records.windows(2).all(|pair| pair[0].position < pair[1].position));
    let modify = &records[1].event;
    assert_eq!(modify["eventVersion"], "1.1");
    assert_eq!(modify["eventSource"], "aws:dynamodb");
    assert_eq!(modify["awsRegion"], "eu-west-1");
    assert_eq!(modify["eventSourceARN"], ARN);
    assert_eq!(modify["eventID"].as_str().unwrap().len(), 32);
    let change = &modify["dynamodb"];
    assert_eq!(change["Keys"], json!({"pk": {"S": "a"}, "sk": {"S": "1"}}));
    assert_eq!(change["OldImage"]["n"], json!({"N": "1"}));
    assert_eq!(change["NewImage"]["n"], json!({"N": "2"}));
    assert_eq!(change["StreamViewType"], "NEW_AND_OLD_IMAGES");
    assert_eq!(change["SequenceNumber"], records[1].position.to_string());
    assert!(change["ApproximateCreationDateTime"].as_i64().unwrap() > 1_700_000_000);
    assert!(records[2].event["dynamodb"].get("NewImage").is_none());
    let rest = reader.read(records[0].position, 1).await.unwrap();
    assert_eq!(rest, records[1..2]);
    assert_eq!(reader.newest().await.unwrap(), records[2].position);
}

#[tokio::test]
async fn a_write_wakes_a_sleeping_reader_and_a_read_does_not() {
    let (_folder, dynamodb) = fresh().await;
    let mut reader = dynamodb.stream("main", ARN);
    assert!(reader.read(Position::START, 10).await.unwrap().is_empty());
    ok(&dynamodb, "GetItem", json!({"TableName": "main", "Key": {"pk": {"S": "a"}, "sk": {"S": "1"}}})).await;
    assert!(tokio::time::timeout(Duration::from_millis(20), reader.wait()).await.is_err());
    put(&dynamodb, "1", json!({})).await;
    tokio::time::timeout(Duration::from_secs(5), reader.wait()).await.unwrap();
    assert_eq!(reader.read(Position::START, 10).await.unwrap().len(), 1);
}

#[tokio::test]
async fn expired_items_leave_with_the_service_s_identity() {
    let (_folder, dynamodb) = fresh().await;
    put(&dynamodb, "old", json!({"expires_at": {"N": "1000000000"}})).await;
    put(&dynamodb, "new", json!({"expires_at": {"N": "9000000000"}})).await;
    let mut reader = dynamodb.stream("main", ARN);
    let start = reader.newest().await.unwrap();
    assert_eq!(dynamodb.sweep_expired().await.unwrap(), 1);
    let records = reader.read(start, 10).await.unwrap();
    assert_eq!(records.len(), 1);
    assert_eq!(records[0].event["userIdentity"], json!({"type": "Service", "principalId": "dynamodb.amazonaws.com"}));
}

#[tokio::test]
async fn nothing_expires_while_the_clock_is_behind() {
    let folder = tempfile::tempdir().unwrap();
    let clock = Clock::system();
    let settings = Settings { clock: clock.clone(), ..Settings::default() };
    let dynamodb = DynamoDb::open(&folder.path().join("dynamodb.db"), "eu-west-1", settings).unwrap();
    dynamodb.ensure_table("main", &properties()).await.unwrap();
    put(&dynamodb, "old", json!({"expires_at": {"N": "1000000000"}})).await;
    clock.advance(jiff::SignedDuration::from_hours(-24));
    assert_eq!(dynamodb.sweep_expired().await.unwrap(), 0);
    clock.reset();
    assert_eq!(dynamodb.sweep_expired().await.unwrap(), 1);
}

#[tokio::test]
async fn tables_are_made_once_and_follow_the_template() {
    let (_folder, dynamodb) = fresh().await;
    put(&dynamodb, "1", json!({"gsi2pk": {"S": "x"}})).await;
    dynamodb.ensure_table("main", &properties()).await.unwrap();
    let mut changed = properties();
    changed["AttributeDefinitions"].as_array_mut().unwrap().push(json!({"AttributeName": "gsi2pk", "AttributeType": "S"}));
    changed["GlobalSecondaryIndexes"].as_array_mut().unwrap().push(json!({
        "IndexName": "gsi2",
        "KeySchema": [{"AttributeName": "gsi2pk", "KeyType": "HASH"}],
        "Projection": {"ProjectionType": "KEYS_ONLY"},
        "WarmThroughput": {"ReadUnitsPerSecond": 12000},
    }));
    changed["TimeToLiveSpecification"]["AttributeName"] = json!("ends_at");
    dynamodb.ensure_table("main", &changed).await.unwrap();
    let found = ok(
        &dynamodb,
        "Query",
        json!({
            "TableName": "main", "IndexName": "gsi2", "KeyConditionExpression": "gsi2pk = :x",
            "ExpressionAttributeValues": {":x": {"S": "x"}},
        }),
    )
    .await;
    assert_eq!(found["Count"], 1, "the new index holds the items that were there");
    let ttl = ok(&dynamodb, "DescribeTimeToLive", json!({"TableName": "main"})).await;
    assert_eq!(ttl["TimeToLiveDescription"]["AttributeName"], "ends_at");
    let mut other = properties();
    other["KeySchema"] = json!([{"AttributeName": "pk", "KeyType": "HASH"}]);
    let refused = dynamodb.ensure_table("main", &other).await;
    assert!(matches!(refused, Err(TableError::OtherKey { .. })));
    let refused = dynamodb.ensure_table("other", &json!({"KeySchema": []})).await.unwrap_err();
    assert!(refused.to_string().starts_with("The table other of the template is refused: "), "{refused}");
}

#[tokio::test]
async fn everything_is_there_after_a_restart() {
    let (folder, dynamodb) = fresh().await;
    put(&dynamodb, "1", json!({})).await;
    dynamodb.shut_down().await;
    let dynamodb = open(&folder.path().join("dynamodb.db")).await;
    let mut reader = dynamodb.stream("main", ARN);
    assert_eq!(reader.read(Position::START, 10).await.unwrap().len(), 1);
    let item = ok(&dynamodb, "GetItem", json!({"TableName": "main", "Key": {"pk": {"S": "a"}, "sk": {"S": "1"}}})).await;
    assert_eq!(item["Item"]["sk"], json!({"S": "1"}));
}

#[tokio::test]
async fn only_old_records_that_every_reader_passed_are_pruned() {
    let folder = tempfile::tempdir().unwrap();
    let settings = Settings { sweep_every: Duration::from_millis(5), retention: Duration::ZERO, ..Settings::default() };
    let dynamodb = DynamoDb::open(&folder.path().join("dynamodb.db"), "eu-west-1", settings).unwrap();
    dynamodb.ensure_table("main", &properties()).await.unwrap();
    let mut reader = dynamodb.stream("main", ARN);
    for number in 0..4 {
        put(&dynamodb, &number.to_string(), json!({})).await;
    }
    let records = reader.read(Position::START, 10).await.unwrap();
    reader.passed(records[1].position);
    // A record's time is in whole seconds, so the first of them is "old" within a second.
    let deadline = tokio::time::Instant::now() + Duration::from_secs(10);
    loop {
        let left = reader.read(Position::START, 10).await.unwrap();
        assert!(left.len() >= 2, "a record that was not passed is gone");
        if left.len() == 2 {
            assert_eq!(left, records[2..]);
            break;
        }
        assert!(tokio::time::Instant::now() < deadline, "nothing was pruned");
        tokio::task::yield_now().await;
    }
    reader.passed(records[3].position);
    while reader.read(Position::START, 10).await.unwrap().len() > 1 {
        assert!(tokio::time::Instant::now() < deadline, "nothing was pruned");
    }
    assert_eq!(reader.newest().await.unwrap(), records[3].position, "the newest record stays");
}

#[tokio::test]
async fn a_damaged_file_is_a_sentence() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("dynamodb.db");
    std::fs::write(&path, vec![b'x'; 9000]).unwrap();
    let error = DynamoDb::open(&path, "eu-west-1", Settings::default()).err().unwrap();
    assert!(matches!(error.cause, Cause::Damaged(_)), "{error:?}");
    assert!(error.to_string().contains("dynamodb.db is damaged"), "{error}");
    let missing = folder.path().join("no/such/dynamodb.db");
    assert!(DynamoDb::open(&missing, "eu-west-1", Settings::default()).is_err());
}
