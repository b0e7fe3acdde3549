//! What of API Gateway's control plane the platform asks for: keys come, are found by name and go, and are in one of the template's plans.

use bytes::Bytes;
use http::Method;
use local_kit::{Clock, HttpAnswer, Interrupted, Protocol};
use local_template::{QuotaPeriod, UsagePlan};
use percent_encoding::percent_decode_str;
use rusqlite::{Connection, params};
use serde_json::{Map, Value, json};
use uuid::Uuid;

use crate::api_key::{self, COLUMNS, Key};
use crate::api_keys::{ApiKeys, ApiKeysError, Plans};

const PROTOCOL: Protocol = Protocol::REST_JSON;

/// The quota of an account and region, which AWS does not raise.
const MAX_KEYS: u64 = 10_000;

/// A request that cannot be answered as wished.
enum Refusal {
    Answer(HttpAnswer),
    Database(ApiKeysError),
}

impl From<rusqlite::Error> for Refusal {
    fn from(error: rusqlite::Error) -> Self {
        Self::Database(error.into())
    }
}

impl From<Interrupted> for Refusal {
    fn from(error: Interrupted) -> Self {
        Self::Database(error.into())
    }
}

fn refuse(status: u16, kind: &str, message: &str) -> Refusal {
    Refusal::Answer(PROTOCOL.error(status, kind, message))
}

fn bad_request(message: &str) -> Refusal {
    refuse(400, "BadRequestException", message)
}

fn no_such_key() -> Refusal {
    refuse(404, "NotFoundException", "Invalid API Key identifier specified")
}

impl ApiKeys {
    /// Answers one request of API Gateway's control plane. `path` may carry a query.
    ///
    /// API keys are created, listed by the beginning of their names, and deleted. Usage plans are those of the template: they are listed,
    /// and keys are put into them and taken out. Everything else is `UnknownOperationException`, or names the parameter that is not known.
    pub async fn handle(&self, method: &Method, path: &str, body: &Bytes) -> HttpAnswer {
        let (keys, method, path, body) = (self.clone(), method.clone(), path.to_owned(), body.clone());
        let answer = self.database.write(move |transaction| keys.answer(transaction, &method, &path, &body)).await;
        match answer {
            Ok(answer) | Err(Refusal::Answer(answer)) => answer,
            Err(Refusal::Database(error)) => {
                tracing::error!(%error, "the API keys' control plane failed");
                PROTOCOL.error(500, "InternalFailure", "Internal failure")
            }
        }
    }

    fn answer(&self, connection: &Connection, method: &Method, path: &str, body: &[u8]) -> Result<HttpAnswer, Refusal> {
        let (path, query) = path.split_once('?').unwrap_or((path, ""));
        let query: Vec<(String, String)> = form_urlencoded::parse(query.as_bytes()).into_owned().collect();
        let segments: Vec<String> =
            path.trim_matches('/').split('/').map(|segment| percent_decode_str(segment).decode_utf8_lossy().into_owned()).collect();
        let segments: Vec<&str> = segments.iter().map(String::as_str).collect();
        let plans = self.plans();
        match (method.as_str(), segments.as_slice()) {
            ("POST", ["apikeys"]) => create_key(connection, &parse(body)?, &self.clock),
            ("GET", ["apikeys"]) => list_keys(connection, &query),
            ("DELETE", ["apikeys", id]) => match connection.execute("DELETE FROM api_keys WHERE id = ?1", [id])? {
                0 => Err(no_such_key()),
                _ => Ok(HttpAnswer::empty(202)),
            },
            ("GET", ["usageplans"]) => Ok(list_plans(&plans)),
            ("POST", ["usageplans", plan, "keys"]) => add_to_plan(connection, known(&plans, plan)?, &parse(body)?),
            ("DELETE", ["usageplans", plan, "keys", id]) => remove_from_plan(connection, known(&plans, plan)?, id),
            _ => Err(refuse(404, "UnknownOperationException", &format!("The local gateway has no operation {method} {path}"))),
        }
    }
}

fn parse(body: &[u8]) -> Result<Map<String, Value>, Refusal> {
    match serde_json::from_slice(body) {
        Ok(Value::Object(map)) => Ok(map),
        _ => Err(bad_request("Invalid request body")),
    }
}

fn create_key(connection: &Connection, request: &Map<String, Value>, clock: &Clock) -> Result<HttpAnswer, Refusal> {
    if let Some(other) = request.keys().find(|name| !["name", "value", "enabled"].contains(&name.as_str())) {
        return Err(bad_request(&format!("The local gateway keeps no {other} of an API key")));
    }
    let text = |name: &str| request.get(name).and_then(Value::as_str).map(str::to_owned);
    let value = text("value").unwrap_or_else(|| format!("{}{}", random(32), random(8)));
    if !(20..=128).contains(&value.len()) {
        return Err(bad_request("API Key value should be between 20 and 128 characters"));
    }
    let count: u64 = connection.query_row("SELECT count(*) FROM api_keys", [], |row| row.get(0))?;
    if count >= MAX_KEYS {
        return Err(refuse(429, "LimitExceededException", "Maximum number of API keys (10000) reached"));
    }
    let id = random(10);
    let key = Key {
        name: text("name").unwrap_or_else(|| id.clone()),
        id,
        value,
        enabled: request.get("enabled").and_then(Value::as_bool).unwrap_or(false),
        created_at: clock.now().as_second(),
    };
    let inserted = connection.execute(
        &format!("INSERT INTO api_keys ({COLUMNS}) VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT DO NOTHING"),
        params![key.id, key.value, key.name, key.enabled, key.created_at],
    )?;
    match inserted {
        0 => Err(refuse(409, "ConflictException", "API Key already exists")),
        _ => Ok(PROTOCOL.json(201, &key.with_value())),
    }
}

/// Random lower-case letters and digits, at most 32.
fn random(length: usize) -> String {
    let mut text = Uuid::new_v4().simple().to_string();
    text.truncate(length);
    text
}

/// The keys whose names begin with `name`, all on one page.
fn list_keys(connection: &Connection, query: &[(String, String)]) -> Result<HttpAnswer, Refusal> {
    if let Some((other, _)) = query.iter().find(|(name, _)| name != "name") {
        return Err(bad_request(&format!("The local gateway lists API keys by name only, not by {other}")));
    }
    let prefix = query.first().map(|(_, prefix)| prefix.as_str()).unwrap_or_default();
    let sql = format!("SELECT {COLUMNS} FROM api_keys WHERE substr(name, 1, length(?1)) = ?1 ORDER BY id");
    let mut statement = connection.prepare_cached(&sql)?;
    let keys = statement.query_map([prefix], Key::of)?.collect::<Result<Vec<_>, _>>()?;
    Ok(PROTOCOL.ok(&json!({ "item": keys.iter().map(Key::without_value).collect::<Vec<_>>() })))
}

fn known<'a>(plans: &'a Plans, id: &str) -> Result<&'a UsagePlan, Refusal> {
    plans.find(id).ok_or_else(|| refuse(404, "NotFoundException", "Invalid Usage Plan ID specified"))
}

/// All plans; there are too few to page through.
fn list_plans(plans: &Plans) -> HttpAnswer {
    let items: Vec<Value> = plans.plans.iter().map(|plan| plan_json(plan, plans)).collect();
    PROTOCOL.ok(&json!({ "item": items }))
}

fn add_to_plan(connection: &Connection, plan: &UsagePlan, request: &Map<String, Value>) -> Result<HttpAnswer, Refusal> {
    if request.get("keyType").and_then(Value::as_str) != Some("API_KEY") {
        return Err(bad_request("Invalid Key type specified"));
    }
    let id = request.get("keyId").and_then(Value::as_str).unwrap_or_default();
    let key = api_key::find(connection, id)?.ok_or_else(no_such_key)?;
    // All plans here belong to the one stage, and a key may be in one plan of a stage only.
    let sql = "INSERT INTO usage_plan_keys (key_id, plan_id) VALUES (?1, ?2) ON CONFLICT DO NOTHING";
    match connection.execute(sql, params![id, plan.physical_id])? {
        0 => Err(refuse(409, "ConflictException", "Usage Plan Key cannot be added: the key is already in a usage plan of this stage")),
        _ => Ok(PROTOCOL.json(201, &key.in_plan())),
    }
}

fn remove_from_plan(connection: &Connection, plan: &UsagePlan, id: &str) -> Result<HttpAnswer, Refusal> {
    let sql = "DELETE FROM usage_plan_keys WHERE plan_id = ?1 AND key_id = ?2";
    match connection.execute(sql, params![plan.physical_id, id])? {
        0 => Err(no_such_key()),
        _ => Ok(HttpAnswer::empty(202)),
    }
}

fn plan_json(plan: &UsagePlan, plans: &Plans) -> Value {
    let mut json = json!({
        "id": plan.physical_id,
        "name": plan.name,
        "apiStages": [{ "apiId": plans.api_id, "stage": plans.stage }],
    });
    if let Value::Object(map) = &mut json {
        if let Some(throttle) = plan.throttle {
            let throttle = json!({ "rateLimit": throttle.rate, "burstLimit": throttle.burst });
            map.insert("throttle".to_owned(), throttle);
        }
        if let Some(quota) = plan.quota {
            let period = match quota.period {
                QuotaPeriod::Day => "DAY",
                QuotaPeriod::Week => "WEEK",
                QuotaPeriod::Month => "MONTH",
            };
            map.insert("quota".to_owned(), json!({ "limit": quota.limit, "offset": 0, "period": period }));
        }
    }
    json
}
