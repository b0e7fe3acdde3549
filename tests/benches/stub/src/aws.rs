//! The AWS endpoint that the functions talk to: enough of DynamoDB for them, and the issuer's key set.

use crate::Failure;
use axum::{
    Json, Router,
    extract::State,
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use serde_json::{Value, json};
use std::{collections::HashMap, path::Path, sync::Arc};
use tokio::{net::TcpListener, task::JoinHandle};

/// Items by partition and sort key. Nothing is ever changed: each invocation finds the same table.
struct Table(HashMap<(String, String), Value>);

/// A running endpoint; it ends with this value.
pub(crate) struct Endpoint {
    pub(crate) url: String,
    server: JoinHandle<()>,
}

impl Drop for Endpoint {
    fn drop(&mut self) {
        self.server.abort();
    }
}

impl Endpoint {
    pub(crate) async fn start(items: &Path, key_set: Value) -> Result<Self, Failure> {
        let table = Arc::new(Table::read(items)?);
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let url = format!("http://{}", listener.local_addr()?);
        let router = Router::new()
            .route("/", post(dynamodb))
            .with_state(table)
            .route("/pool/.well-known/jwks.json", get(move || std::future::ready(Json(key_set.clone()))));
        let server = tokio::spawn(async move {
            if let Err(error) = axum::serve(listener, router).await {
                eprintln!("lambda-stub: the AWS endpoint failed: {error}");
            }
        });
        Ok(Self { url, server })
    }

    /// The issuer whose key set this endpoint serves.
    pub(crate) fn issuer(&self) -> String {
        format!("{}/pool", self.url)
    }
}

fn key(item: &Value) -> Option<(String, String)> {
    let text = |name: &str| Some(item.get(name)?.get("S")?.as_str()?.to_owned());
    Some((text("pk")?, text("sk")?))
}

/// An item, or what a projection of attributes under other names asks of it.
fn projected(item: &Value, wanted: &Value) -> Value {
    let Some(expression) = wanted["ProjectionExpression"].as_str() else { return item.clone() };
    let names = expression.split(',').filter_map(|name| wanted["ExpressionAttributeNames"][name].as_str());
    names.filter_map(|name| Some((name.to_owned(), item.get(name)?.clone()))).collect::<serde_json::Map<_, _>>().into()
}

impl Table {
    fn read(path: &Path) -> Result<Self, Failure> {
        let text = std::fs::read(path).map_err(|error| format!("{}: {error}", path.display()))?;
        let items: Vec<Value> = serde_json::from_slice(&text)?;
        let keyed = items.into_iter().map(|item| Ok((key(&item).ok_or("an item has no pk and sk")?, item)));
        Ok(Self(keyed.collect::<Result<_, Failure>>()?))
    }

    fn item(&self, wanted: &Value) -> Option<&Value> {
        self.0.get(&key(wanted)?)
    }

    fn answer(&self, operation: &str, request: &Value) -> Option<Value> {
        let capacity = |table: &str, units: f64| json!({ "TableName": table, "CapacityUnits": units });
        match operation {
            "GetItem" => {
                let table = request["TableName"].as_str()?;
                let mut answer = json!({ "ConsumedCapacity": capacity(table, 1.0) });
                if let Some(item) = self.item(&request["Key"]) {
                    answer["Item"] = item.clone();
                }
                Some(answer)
            }
            "BatchGetItem" => {
                let (table, wanted) = request["RequestItems"].as_object()?.iter().next()?;
                let found: Vec<Value> = wanted["Keys"].as_array()?.iter().filter_map(|key| Some(projected(self.item(key)?, wanted))).collect();
                Some(json!({ "Responses": { table: found }, "UnprocessedKeys": {}, "ConsumedCapacity": [capacity(table, 1.5)] }))
            }
            "Query" => {
                let (table, values) = (request["TableName"].as_str()?, &request["ExpressionAttributeValues"]);
                let (partition, prefix) = (values[":pk"]["S"].as_str()?, values[":prefix"]["S"].as_str().unwrap_or_default());
                let found: Vec<&Value> =
                    self.0.iter().filter(|((pk, sk), _)| pk == partition && sk.starts_with(prefix)).map(|(_, item)| item).collect();
                Some(json!({ "Items": found, "Count": found.len(), "ScannedCount": found.len(), "ConsumedCapacity": capacity(table, 1.0) }))
            }
            "PutItem" => Some(json!({ "ConsumedCapacity": capacity(request["TableName"].as_str()?, 4.0) })),
            "TransactWriteItems" => {
                let table = request["TransactItems"].get(0)?["Put"]["TableName"].as_str()?;
                Some(json!({ "ConsumedCapacity": [capacity(table, 4.0)] }))
            }
            _ => None,
        }
    }
}

async fn dynamodb(State(table): State<Arc<Table>>, headers: HeaderMap, body: String) -> Response {
    let target = headers.get("x-amz-target").and_then(|value| value.to_str().ok()).unwrap_or_default();
    let operation = target.rsplit('.').next().unwrap_or_default();
    let request: Value = serde_json::from_str(&body).unwrap_or_default();
    let media_type = [(header::CONTENT_TYPE, "application/x-amz-json-1.0"), (header::HeaderName::from_static("x-amzn-requestid"), "0")];
    match table.answer(operation, &request) {
        Some(answer) => (media_type, answer.to_string()).into_response(),
        None => {
            let error = json!({ "__type": "com.amazonaws.dynamodb.v20120810#ValidationException", "message": format!("{operation} is not served here") });
            (StatusCode::BAD_REQUEST, media_type, error.to_string()).into_response()
        }
    }
}
