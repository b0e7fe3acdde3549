//! The table itself, past the API: what is in it, and changes that nobody announces.

use crate::stack::site;
use serde_json::{Value, json};
use std::collections::{BTreeMap, HashMap};
use tokio::sync::OnceCell;

/// The environment of an area's functions, as the stack gives it to them.
pub(crate) async fn environment(area: &str) -> BTreeMap<String, String> {
    let text =
        reqwest::get(format!("{}/_local/environment/{area}", site().url)).await.expect("the environment").text().await.expect("text");
    text.lines().filter_map(|line| line.split_once('=')).map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
}

/// One request of DynamoDB's protocol to the stack's table.
pub(crate) async fn dynamodb(operation: &str, mut request: Value) -> Value {
    static NAME: OnceCell<String> = OnceCell::const_new();
    let name = NAME.get_or_init(|| async { environment("people").await.remove("TABLE_NAME").expect("the table's name") }).await;
    request["TableName"] = json!(name);
    let credential = "AWS4-HMAC-SHA256 Credential=tools/20261128/eu-central-1/dynamodb/aws4_request, SignedHeaders=host, Signature=0";
    let sent = reqwest::Client::new()
        .post(site().aws_url)
        .header("x-amz-target", format!("DynamoDB_20120810.{operation}"))
        .header("content-type", "application/x-amz-json-1.0")
        .header("x-amz-date", "20261128T000000Z")
        .header("authorization", credential)
        .body(request.to_string())
        .send();
    let answer = sent.await.expect("the table answers");
    let (status, text) = (answer.status(), answer.text().await.expect("a body"));
    assert!(status.is_success(), "{operation}: {text}");
    serde_json::from_str(&text).expect("JSON")
}

/// Everything that is stored under a beginning of partition keys.
pub(crate) async fn stored(beginning: &str) -> HashMap<(String, String), Value> {
    let (mut items, mut start) = (HashMap::new(), Value::Null);
    loop {
        let mut request = json!({ "ConsistentRead": true });
        if !start.is_null() {
            request["ExclusiveStartKey"] = start;
        }
        let mut page = dynamodb("Scan", request).await;
        for item in page["Items"].as_array_mut().expect("items").drain(..) {
            let text = |name: &str| item[name]["S"].as_str().expect("a key").to_owned();
            let key = (text("pk"), text("sk"));
            if key.0.starts_with(beginning) {
                items.insert(key, item);
            }
        }
        start = page["LastEvaluatedKey"].take();
        if start.is_null() {
            return items;
        }
    }
}

/// Puts a value into one attribute of an item, and answers what was there.
pub(crate) async fn put_attribute(key: &(String, String), name: &str, value: &Value) -> Value {
    let request = json!({
        "Key": { "pk": { "S": key.0 }, "sk": { "S": key.1 } },
        "UpdateExpression": "SET #name = :value",
        "ConditionExpression": "attribute_exists(pk)",
        "ExpressionAttributeNames": { "#name": name },
        "ExpressionAttributeValues": { ":value": value },
        "ReturnValues": "ALL_OLD",
    });
    dynamodb("UpdateItem", request).await["Attributes"][name].clone()
}
