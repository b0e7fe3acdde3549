//! Request units against AWS's rules, for the operations that the product's unit table rests on.
//!
//! DynamoDB developer guide: "DynamoDB read and write operations" (4 KB per read unit, half when eventually
//! consistent, 1 KB per write unit, twice that in transactions) and "Using Global Secondary Indexes"
//! (each write that changes an index entry costs the index the entry's size; a changed index key costs two).

use crate::support::{call, fresh, ok};
use local_dynamodb::DynamoDb;
use serde_json::{Value, json};

fn key(sk: &str) -> Value {
    json!({"pk": {"S": "a"}, "sk": {"S": sk}})
}

/// An item whose padding has `bytes` bytes; `index` is the sort key in gsi1, if it is in there.
fn item(sk: &str, bytes: usize, index: Option<&str>) -> Value {
    let mut item = key(sk);
    item["padding"] = json!({"S": "x".repeat(bytes)});
    if let Some(index) = index {
        item["gsi1pk"] = json!({"S": "i"});
        item["gsi1sk"] = json!({"S": index});
    }
    item
}

/// `[total, table, gsi1]` of one call.
async fn units(dynamodb: &DynamoDb, operation: &str, mut body: Value) -> [f64; 3] {
    if operation != "TransactWriteItems" && operation != "BatchGetItem" && operation != "TransactGetItems" {
        body["TableName"] = json!("main");
    }
    body["ReturnConsumedCapacity"] = json!("INDEXES");
    let answer = ok(dynamodb, operation, body).await;
    let consumed = match &answer["ConsumedCapacity"] {
        Value::Array(tables) => tables[0].clone(),
        one => one.clone(),
    };
    assert_eq!(consumed["TableName"], "main");
    let figure = |pointer: &str| consumed.pointer(pointer).and_then(Value::as_f64).unwrap_or(0.0);
    [figure("/CapacityUnits"), figure("/Table/CapacityUnits"), figure("/GlobalSecondaryIndexes/gsi1/CapacityUnits")]
}

#[tokio::test]
async fn reads() {
    let (_folder, dynamodb) = fresh().await;
    for (sk, bytes) in [("1", 100), ("2", 100), ("3", 5000), ("4", 3000)] {
        ok(&dynamodb, "PutItem", json!({"TableName": "main", "Item": item(sk, bytes, Some(sk))})).await;
    }
    let get = |sk: &str, consistent: bool| json!({"Key": key(sk), "ConsistentRead": consistent});
    assert_eq!(units(&dynamodb, "GetItem", get("1", false)).await, [0.5, 0.5, 0.0]);
    assert_eq!(units(&dynamodb, "GetItem", get("1", true)).await, [1.0, 1.0, 0.0]);
    assert_eq!(units(&dynamodb, "GetItem", get("3", false)).await, [1.0, 1.0, 0.0]);
    assert_eq!(units(&dynamodb, "GetItem", get("3", true)).await, [2.0, 2.0, 0.0]);
    assert_eq!(units(&dynamodb, "GetItem", get("missing", false)).await, [0.5, 0.5, 0.0]);
    let query = |condition: &str| json!({"KeyConditionExpression": condition, "ExpressionAttributeValues": {":a": {"S": "a"}}});
    // 8.2 KB in four items: rounded once, not per item.
    assert_eq!(units(&dynamodb, "Query", query("pk = :a")).await, [1.5, 1.5, 0.0]);
    let mut nothing = query("pk = :a");
    nothing["ExpressionAttributeValues"] = json!({":a": {"S": "nobody"}});
    assert_eq!(units(&dynamodb, "Query", nothing).await, [0.5, 0.5, 0.0]);
    let mut consistent = query("pk = :a");
    consistent["ConsistentRead"] = json!(true);
    assert_eq!(units(&dynamodb, "Query", consistent).await, [3.0, 3.0, 0.0]);
    // A filter and a projection save nothing: units are for what is read.
    let mut filtered = query("pk = :a");
    filtered["FilterExpression"] = json!("attribute_not_exists(padding)");
    filtered["ProjectionExpression"] = json!("sk");
    assert_eq!(units(&dynamodb, "Query", filtered).await, [1.5, 1.5, 0.0]);
    let mut limited = query("pk = :a");
    limited["Limit"] = json!(2);
    assert_eq!(units(&dynamodb, "Query", limited).await, [0.5, 0.5, 0.0]);
    let index = json!({
        "IndexName": "gsi1", "KeyConditionExpression": "gsi1pk = :i", "ExpressionAttributeValues": {":i": {"S": "i"}},
    });
    assert_eq!(units(&dynamodb, "Query", index).await, [1.5, 0.0, 1.5]);
    // A batch rounds each item by itself.
    let keys: Vec<Value> = ["1", "2", "3", "missing"].into_iter().map(key).collect();
    let batch = json!({"RequestItems": {"main": {"Keys": keys}}});
    assert_eq!(units(&dynamodb, "BatchGetItem", batch).await, [2.5, 2.5, 0.0]);
    let gets: Vec<Value> = ["1", "3"].iter().map(|sk| json!({"Get": {"TableName": "main", "Key": key(sk)}})).collect();
    assert_eq!(units(&dynamodb, "TransactGetItems", json!({"TransactItems": gets})).await, [6.0, 6.0, 0.0]);
}

#[tokio::test]
async fn writes() {
    let (_folder, dynamodb) = fresh().await;
    let put = |sk: &str, bytes, index| json!({"Item": item(sk, bytes, index)});
    assert_eq!(units(&dynamodb, "PutItem", put("1", 100, None)).await, [1.0, 1.0, 0.0]);
    assert_eq!(units(&dynamodb, "PutItem", put("1", 1500, None)).await, [2.0, 2.0, 0.0]);
    // The larger of before and after counts.
    assert_eq!(units(&dynamodb, "PutItem", put("1", 100, None)).await, [2.0, 2.0, 0.0]);
    assert_eq!(units(&dynamodb, "PutItem", put("2", 100, Some("x"))).await, [2.0, 1.0, 1.0]);
    // Nothing changed in the index: only the table is written.
    assert_eq!(units(&dynamodb, "PutItem", put("2", 100, Some("x"))).await, [1.0, 1.0, 0.0]);
    // Another index key: one entry is deleted, one put.
    assert_eq!(units(&dynamodb, "PutItem", put("2", 100, Some("y"))).await, [3.0, 1.0, 2.0]);
    let update = |sk: &str, attribute: &str, value: Value| {
        json!({
            "Key": key(sk), "UpdateExpression": "SET #a = :v",
            "ExpressionAttributeNames": {"#a": attribute}, "ExpressionAttributeValues": {":v": value},
        })
    };
    assert_eq!(units(&dynamodb, "UpdateItem", update("1", "n", json!({"N": "1"}))).await, [1.0, 1.0, 0.0]);
    assert_eq!(units(&dynamodb, "UpdateItem", update("2", "n", json!({"N": "1"}))).await, [2.0, 1.0, 1.0]);
    assert_eq!(units(&dynamodb, "UpdateItem", update("2", "gsi1sk", json!({"S": "z"}))).await, [3.0, 1.0, 2.0]);
    assert_eq!(units(&dynamodb, "UpdateItem", update("new", "n", json!({"N": "1"}))).await, [1.0, 1.0, 0.0]);
    assert_eq!(units(&dynamodb, "DeleteItem", json!({"Key": key("2")})).await, [2.0, 1.0, 1.0]);
    assert_eq!(units(&dynamodb, "DeleteItem", json!({"Key": key("missing")})).await, [1.0, 1.0, 0.0]);
}

/// AWS charges a failed condition as a write of the existing item, but its error carries no `ConsumedCapacity`.
#[tokio::test]
async fn a_failed_condition_reports_no_units() {
    let (_folder, dynamodb) = fresh().await;
    let body = json!({
        "TableName": "main", "Item": item("1", 10, None),
        "ConditionExpression": "attribute_exists(pk)", "ReturnConsumedCapacity": "TOTAL",
    });
    let (status, answer) = call(&dynamodb, "PutItem", body).await;
    assert_eq!(status, 400);
    assert_eq!(answer["__type"], "com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException");
    assert!(answer.get("ConsumedCapacity").is_none());
}

#[tokio::test]
async fn transactions() {
    let (_folder, dynamodb) = fresh().await;
    ok(&dynamodb, "PutItem", json!({"TableName": "main", "Item": item("there", 100, None)})).await;
    let put = |sk: &str, bytes, index| json!({"Put": {"TableName": "main", "Item": item(sk, bytes, index)}});
    let one = json!({"TransactItems": [put("1", 100, None)]});
    assert_eq!(units(&dynamodb, "TransactWriteItems", one).await, [2.0, 2.0, 0.0]);
    let two = json!({"TransactItems": [put("2", 1500, None), put("3", 100, None)]});
    assert_eq!(units(&dynamodb, "TransactWriteItems", two).await, [6.0, 6.0, 0.0]);
    let indexed = json!({"TransactItems": [put("4", 100, Some("x"))]});
    // The index's part is not doubled (dynoxide's authors measured it on AWS; the guide is silent).
    assert_eq!(units(&dynamodb, "TransactWriteItems", indexed).await, [3.0, 2.0, 1.0]);
    let check = json!({"TransactItems": [
        put("5", 100, None),
        {"ConditionCheck": {"TableName": "main", "Key": key("there"), "ConditionExpression": "attribute_exists(pk)"}},
    ]});
    assert_eq!(units(&dynamodb, "TransactWriteItems", check).await, [4.0, 4.0, 0.0]);
    let token = json!({"ClientRequestToken": "t1", "TransactItems": [put("6", 100, None)]});
    assert_eq!(units(&dynamodb, "TransactWriteItems", token.clone()).await, [2.0, 2.0, 0.0]);
    // The same token again writes nothing and is charged as a transactional read.
    assert_eq!(units(&dynamodb, "TransactWriteItems", token).await, [2.0, 2.0, 0.0]);
}
