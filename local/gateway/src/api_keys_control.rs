//! API Gateway's control plane for API keys: the requests of its REST API under `/apikeys` and `/usageplans`.

use bytes::Bytes;
use http::Method;
use jiff::Timestamp;
use percent_encoding::percent_decode_str;
use rusqlite::{Connection, params};
use serde_json::{Map, Value, json};
use uuid::Uuid;

use crate::api_key::{COLUMNS, Key, key};
use crate::api_keys::Shared;
use crate::usage_plans_control::{add_to_plan, get_plan, key_of_plan, list_plans, remove_from_plan};
use crate::{ApiKeys, ApiKeysError, HttpAnswer};

/// The quota of an account and region, which AWS does not raise.
const MAX_KEYS: u64 = 10_000;

/// A request that cannot be answered as wished.
pub(crate) enum Refusal {
    Answer(HttpAnswer),
    Database(ApiKeysError),
}

impl From<rusqlite::Error> for Refusal {
    fn from(error: rusqlite::Error) -> Self {
        Self::Database(error.into())
    }
}

pub(crate) fn refuse(status: u16, kind: &str, message: &str) -> Refusal {
    Refusal::Answer(HttpAnswer::error(status, kind, message))
}

pub(crate) fn bad_request(message: &str) -> Refusal {
    refuse(400, "BadRequestException", message)
}

pub(crate) fn no_such_key() -> Refusal {
    refuse(404, "NotFoundException", "Invalid API Key identifier specified")
}

impl ApiKeys {
    /// Answers one request of API Gateway's control plane. `path` may carry a query.
    ///
    /// API keys: create, list, get, update, delete. Usage plans are those of the template: list, get,
    /// and their keys: create, list, get, delete. Errors have AWS's shape, `x-amzn-errortype` included.
    pub async fn handle(&self, method: &Method, path: &str, body: &Bytes) -> HttpAnswer {
        let (method, path, body) = (method.clone(), path.to_owned(), body.clone());
        let answer = self
            .blocking(move |shared| match answer(shared, &method, &path, &body) {
                Ok(answer) | Err(Refusal::Answer(answer)) => Ok(answer),
                Err(Refusal::Database(error)) => Err(error),
            })
            .await;
        answer.unwrap_or_else(|error| {
            tracing::error!(%error, "the API keys' control plane failed");
            HttpAnswer::error(500, "InternalFailure", "Internal failure")
        })
    }
}

fn answer(shared: &mut Shared, method: &Method, path: &str, body: &[u8]) -> Result<HttpAnswer, Refusal> {
    let (path, query) = path.split_once('?').unwrap_or((path, ""));
    let query: Vec<(String, String)> = form_urlencoded::parse(query.as_bytes()).into_owned().collect();
    let segments: Vec<String> =
        path.trim_matches('/').split('/').map(|segment| percent_decode_str(segment).decode_utf8_lossy().into_owned()).collect();
    let segments: Vec<&str> = segments.iter().map(String::as_str).collect();
    let Shared { connection, plans } = shared;
    match (method.as_str(), segments.as_slice()) {
        ("POST", ["apikeys"]) => create_key(connection, &parse(body)?),
        ("GET", ["apikeys"]) => list_keys(connection, &query, None),
        ("GET", ["apikeys", id]) => {
            let with_value = parameter(&query, "includeValue") == Some("true");
            Ok(HttpAnswer::json(200, &key(connection, id)?.ok_or_else(no_such_key)?.json(with_value)))
        }
        ("PATCH", ["apikeys", id]) => update_key(connection, id, &parse(body)?),
        ("DELETE", ["apikeys", id]) => match connection.execute("DELETE FROM api_keys WHERE id = ?1", [id])? {
            0 => Err(no_such_key()),
            _ => Ok(HttpAnswer::accepted()),
        },
        ("GET", ["usageplans"]) => Ok(list_plans(plans)),
        ("GET", ["usageplans", id]) => get_plan(plans, id),
        (_, ["usageplans", plan_id, "keys", rest @ ..]) => {
            get_plan(plans, plan_id)?;
            match (method.as_str(), rest) {
                ("POST", []) => add_to_plan(connection, plan_id, &parse(body)?),
                ("GET", []) => list_keys(connection, &query, Some(plan_id)),
                ("GET", [id]) => key_of_plan(connection, plan_id, id),
                ("DELETE", [id]) => remove_from_plan(connection, plan_id, id),
                _ => Err(refuse(405, "MethodNotAllowedException", "No such operation")),
            }
        }
        _ => Err(refuse(404, "UnknownOperationException", "The local stack does not know this operation")),
    }
}

fn parse(body: &[u8]) -> Result<Map<String, Value>, Refusal> {
    match serde_json::from_slice(body) {
        Ok(Value::Object(map)) => Ok(map),
        _ => Err(bad_request("Invalid request body")),
    }
}

fn parameter<'q>(query: &'q [(String, String)], name: &str) -> Option<&'q str> {
    query.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
}

fn create_key(connection: &Connection, request: &Map<String, Value>) -> Result<HttpAnswer, Refusal> {
    let text = |name: &str| request.get(name).and_then(Value::as_str).map(str::to_owned);
    let value = text("value").unwrap_or_else(|| format!("{}{}", random(32), random(8)));
    if !(20..=128).contains(&value.len()) {
        return Err(bad_request("API Key value should be between 20 and 128 characters"));
    }
    let count: u64 = connection.query_row("SELECT count(*) FROM api_keys", [], |row| row.get(0))?;
    if count >= MAX_KEYS {
        return Err(refuse(429, "LimitExceededException", "Maximum number of API keys (10000) reached"));
    }
    let now = Timestamp::now().as_second();
    let id = random(10);
    let key = Key {
        name: text("name").unwrap_or_else(|| id.clone()),
        id,
        value,
        description: text("description"),
        customer_id: text("customerId"),
        enabled: request.get("enabled").and_then(Value::as_bool).unwrap_or(false),
        tags: request.get("tags").filter(|tags| tags.is_object()).unwrap_or(&json!({})).to_string(),
        created_at: now,
        updated_at: now,
    };
    let inserted = connection.execute(
        &format!("INSERT INTO api_keys ({COLUMNS}) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) ON CONFLICT DO NOTHING"),
        params![key.id, key.value, key.name, key.description, key.customer_id, key.enabled, key.tags, key.created_at, key.updated_at,],
    )?;
    match inserted {
        0 => Err(refuse(409, "ConflictException", "API Key already exists")),
        _ => Ok(HttpAnswer::json(201, &key.json(true))),
    }
}

/// Random lower-case letters and digits, at most 32.
fn random(length: usize) -> String {
    let mut text = Uuid::new_v4().simple().to_string();
    text.truncate(length);
    text
}

/// Lists keys by id, `limit` (25) at a time; `position` is where the last list ended.
fn list_keys(connection: &Connection, query: &[(String, String)], plan_id: Option<&str>) -> Result<HttpAnswer, Refusal> {
    let prefix = parameter(query, "name").unwrap_or_default();
    let limit = match parameter(query, "limit").map(str::parse::<usize>) {
        None => 25,
        Some(Ok(limit @ 1..=500)) => limit,
        Some(_) => return Err(bad_request("limit must be from 1 to 500")),
    };
    let sql = format!(
        "SELECT {COLUMNS} FROM api_keys WHERE id > ?1 AND substr(name, 1, length(?2)) = ?2
         AND (?3 IS NULL OR id IN (SELECT key_id FROM usage_plan_keys WHERE plan_id = ?3))
         AND (?4 IS NULL OR customer_id = ?4) ORDER BY id LIMIT ?5"
    );
    let after = parameter(query, "position").unwrap_or_default();
    let customer = parameter(query, "customerId");
    let mut statement = connection.prepare_cached(&sql)?;
    let rows = statement.query_map(params![after, prefix, plan_id, customer, limit + 1], Key::of)?;
    let mut keys = rows.collect::<Result<Vec<_>, _>>()?;
    let more = keys.len() > limit;
    keys.truncate(limit);
    let with_values = parameter(query, "includeValues") == Some("true");
    let item = |key: &Key| {
        if plan_id.is_some() { key.plan_key_json() } else { key.json(with_values) }
    };
    let items: Vec<Value> = keys.iter().map(item).collect();
    let mut list = json!({ "item": items });
    if let (true, Some(last), Value::Object(list)) = (more, keys.last(), &mut list) {
        list.insert("position".to_owned(), json!(last.id));
    }
    Ok(HttpAnswer::json(200, &list))
}

fn update_key(connection: &mut Connection, id: &str, request: &Map<String, Value>) -> Result<HttpAnswer, Refusal> {
    let transaction = connection.transaction()?;
    let mut known = key(&transaction, id)?.ok_or_else(no_such_key)?;
    let operations = request.get("patchOperations").and_then(Value::as_array);
    for operation in operations.ok_or_else(|| bad_request("Invalid patch operations"))? {
        let text = |name: &str| operation.get(name).and_then(Value::as_str).unwrap_or_default();
        if text("op") != "replace" {
            return Err(bad_request("Invalid patch operation: only replace is possible here"));
        }
        let value = text("value").to_owned();
        match text("path") {
            "/enabled" => known.enabled = value.eq_ignore_ascii_case("true"),
            "/name" => known.name = value,
            "/description" => known.description = Some(value),
            "/customerId" => known.customer_id = Some(value),
            path => return Err(bad_request(&format!("Invalid patch path {path}"))),
        }
    }
    known.updated_at = Timestamp::now().as_second();
    transaction.execute(
        "UPDATE api_keys SET enabled = ?2, name = ?3, description = ?4, customer_id = ?5, updated_at = ?6
         WHERE id = ?1",
        params![known.id, known.enabled, known.name, known.description, known.customer_id, known.updated_at],
    )?;
    transaction.commit()?;
    Ok(HttpAnswer::json(200, &known.json(false)))
}
