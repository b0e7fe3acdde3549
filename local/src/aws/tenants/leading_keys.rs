//! What a request to DynamoDB touches: each action with its partition keys.

use serde_json::Value;

/// One action of a request, as IAM sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Access {
    pub(super) action: &'static str,
    table: String,
    index: Option<String>,
    /// The values of the partition key of the table, or of the index that is queried.
    pub(super) keys: Vec<String>,
}

impl Access {
    /// Whether an ARN of a policy means this table or index.
    pub(super) fn is_on(&self, arn: &str) -> bool {
        let wanted = match &self.index {
            None => format!(":table/{}", self.table),
            Some(index) => format!(":table/{}/index/{index}", self.table),
        };
        arn.find(":table/").is_some_and(|at| super::like(&arn[at..], &wanted))
    }
}

fn text(value: &Value) -> Option<String> {
    value.as_str().map(str::to_owned)
}

/// A partition key that is not text is no key of this table: it fits no pattern.
fn key(item: &Value) -> String {
    text(&item["pk"]["S"]).unwrap_or_default()
}

fn one(action: &'static str, table: &Value, item: &Value) -> Option<Access> {
    Some(Access { action, table: text(table)?, index: None, keys: vec![key(item)] })
}

/// The partition that a query names: the first comparison of its key condition.
fn queried(request: &Value) -> Option<Access> {
    let condition = request["KeyConditionExpression"].as_str()?;
    let placeholder = condition.split(" AND ").next()?.split('=').nth(1)?.trim();
    let value = text(&request["ExpressionAttributeValues"][placeholder]["S"]).unwrap_or_default();
    Some(Access { action: "Query", table: text(&request["TableName"])?, index: text(&request["IndexName"]), keys: vec![value] })
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
    tables.iter().map(|(table, wanted)| Some(Access { action, table: table.clone(), index: None, keys: items(wanted)? })).collect()
}

/// `None` for operations that name no keys: no policy on keys can allow them.
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
        _ => None,
    }
}
