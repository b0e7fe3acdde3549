//! What a request to DynamoDB touches: each action with its table or index, and the values of its partition key.

use serde_json::Value;

use super::policy::Access;
use crate::options::{ACCOUNT, REGION};

/// The condition key of the values of the partition key; a request that names none has none.
pub(super) const LEADING_KEYS: &str = "dynamodb:LeadingKeys";

/// An access to a table, or to the index that is queried.
fn access(operation: &str, table: &str, index: Option<&str>, keys: Vec<String>) -> Access {
    let index = index.map(|index| format!("/index/{index}")).unwrap_or_default();
    let arn = format!("arn:aws:dynamodb:{REGION}:{ACCOUNT}:table/{table}{index}");
    Access::new(format!("dynamodb:{operation}"), arn).with(LEADING_KEYS, keys)
}

fn text(value: &Value) -> Option<String> {
    value.as_str().map(str::to_owned)
}

/// A partition key that is not text is no key of this table: it fits no pattern.
fn key(item: &Value) -> String {
    text(&item["pk"]["S"]).unwrap_or_default()
}

fn one(action: &'static str, table: &Value, item: &Value) -> Option<Access> {
    Some(access(action, table.as_str()?, None, vec![key(item)]))
}

/// The partition that a query names: the first comparison of its key condition.
fn queried(request: &Value) -> Option<Access> {
    let condition = request["KeyConditionExpression"].as_str()?;
    let placeholder = condition.split(" AND ").next()?.split('=').nth(1)?.trim();
    let value = text(&request["ExpressionAttributeValues"][placeholder]["S"]).unwrap_or_default();
    Some(access("Query", request["TableName"].as_str()?, request["IndexName"].as_str(), vec![value]))
}

fn in_transaction(item: &Value) -> Option<Access> {
    for (name, action, field) in [
        ("Put", "PutItem", "Item"),
        ("Update", "UpdateItem", "Key"),
        ("Delete", "DeleteItem", "Key"),
        ("ConditionCheck", "ConditionCheckItem", "Key"),
        ("Get", "GetItem", "Key"),
    ] {
        if let Some(part) = item.get(name) {
            return one(action, &part["TableName"], &part[field]);
        }
    }
    None
}

fn batched(action: &'static str, request: &Value, items: impl Fn(&Value) -> Option<Vec<String>>) -> Option<Vec<Access>> {
    let tables = request["RequestItems"].as_object()?;
    tables.iter().map(|(table, wanted)| Some(access(action, table, None, items(wanted)?))).collect()
}

/// `None` where the request is not as the operation has it.
pub(super) fn accesses(operation: &str, request: &Value) -> Option<Vec<Access>> {
    let table = &request["TableName"];
    match operation {
        "GetItem" => Some(vec![one("GetItem", table, &request["Key"])?]),
        "PutItem" => Some(vec![one("PutItem", table, &request["Item"])?]),
        "UpdateItem" => Some(vec![one("UpdateItem", table, &request["Key"])?]),
        "DeleteItem" => Some(vec![one("DeleteItem", table, &request["Key"])?]),
        "Query" => Some(vec![queried(request)?]),
        "TransactWriteItems" | "TransactGetItems" => request["TransactItems"].as_array()?.iter().map(in_transaction).collect(),
        "BatchGetItem" => batched("BatchGetItem", request, |wanted| Some(wanted["Keys"].as_array()?.iter().map(key).collect())),
        "BatchWriteItem" => batched("BatchWriteItem", request, |wanted| {
            let item = |request: &Value| request.get("PutRequest").map_or(&request["DeleteRequest"]["Key"], |put| &put["Item"]).clone();
            Some(wanted.as_array()?.iter().map(|request| key(&item(request))).collect())
        }),
        // What names no key, such as a scan: a policy has to ask for one.
        _ => Some(vec![access(operation, table.as_str().unwrap_or_default(), request["IndexName"].as_str(), Vec::new())]),
    }
}
