//! The control plane's usage plans, which are the template's, and the keys in them.

use local_template::{QuotaPeriod, UsagePlan};
use rusqlite::{Connection, params};
use serde_json::{Map, Value, json};

use crate::HttpAnswer;
use crate::api_key::key;
use crate::api_keys::Plans;
use crate::api_keys_control::{Refusal, bad_request, no_such_key, refuse};

fn no_such_plan() -> Refusal {
    refuse(404, "NotFoundException", "Invalid Usage Plan ID specified")
}

/// All plans; there are too few to page through.
pub(crate) fn list_plans(plans: &Plans) -> HttpAnswer {
    let items: Vec<Value> = plans.plans.iter().map(|plan| plan_json(plan, plans)).collect();
    HttpAnswer::json(200, &json!({ "item": items }))
}

/// One plan.
pub(crate) fn get_plan(plans: &Plans, id: &str) -> Result<HttpAnswer, Refusal> {
    let plan = plans.find(id).ok_or_else(no_such_plan)?;
    Ok(HttpAnswer::json(200, &plan_json(plan, plans)))
}

/// Puts a key into a plan.
pub(crate) fn add_to_plan(connection: &Connection, plan_id: &str, request: &Map<String, Value>) -> Result<HttpAnswer, Refusal> {
    if request.get("keyType").and_then(Value::as_str) != Some("API_KEY") {
        return Err(bad_request("Invalid Key type specified"));
    }
    let id = request.get("keyId").and_then(Value::as_str).unwrap_or_default();
    let key = key(connection, id)?.ok_or_else(no_such_key)?;
    // All plans here belong to the one stage, and a key may be in one plan of a stage only.
    let added =
        connection.execute("INSERT INTO usage_plan_keys (key_id, plan_id) VALUES (?1, ?2) ON CONFLICT DO NOTHING", params![id, plan_id])?;
    match added {
        0 => Err(refuse(409, "ConflictException", "Usage Plan Key cannot be added: the key is already in a usage plan of this stage")),
        _ => Ok(HttpAnswer::json(201, &key.plan_key_json())),
    }
}

/// A key, if it is in the plan.
pub(crate) fn key_of_plan(connection: &Connection, plan_id: &str, id: &str) -> Result<HttpAnswer, Refusal> {
    let sql = "SELECT count(*) FROM usage_plan_keys WHERE plan_id = ?1 AND key_id = ?2";
    let count: u64 = connection.query_row(sql, params![plan_id, id], |row| row.get(0))?;
    match key(connection, id)? {
        Some(key) if count > 0 => Ok(HttpAnswer::json(200, &key.plan_key_json())),
        _ => Err(no_such_key()),
    }
}

/// Takes a key out of a plan.
pub(crate) fn remove_from_plan(connection: &Connection, plan_id: &str, id: &str) -> Result<HttpAnswer, Refusal> {
    let sql = "DELETE FROM usage_plan_keys WHERE plan_id = ?1 AND key_id = ?2";
    match connection.execute(sql, params![plan_id, id])? {
        0 => Err(no_such_key()),
        _ => Ok(HttpAnswer::accepted()),
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
