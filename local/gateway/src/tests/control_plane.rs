//! The control plane of API keys and of the plans they are in.

use bytes::Bytes;
use http::Method;
use serde_json::{Value, json};

use super::Fixture;

const VALUE: &str = "abcdefghij0123456789";

#[tokio::test]
async fn keys_are_created_found_and_deleted() {
    let fixture = Fixture::new();
    let (status, created) = fixture.control("POST", "/apikeys", json!({"name": "acme", "value": VALUE, "enabled": true})).await;
    assert_eq!(status, 201);
    assert_eq!((&created["name"], &created["value"], &created["enabled"]), (&json!("acme"), &json!(VALUE), &json!(true)));
    assert!(created["createdDate"].is_i64());
    let id = created["id"].as_str().unwrap();
    let (_, other) = fixture.control("POST", "/apikeys", json!({"name": "beta"})).await;
    assert_eq!((other["enabled"].as_bool(), other["value"].as_str().map(str::len)), (Some(false), Some(40)));

    let names = |list: &Value| list["item"].as_array().unwrap().iter().map(|key| key["name"].clone()).collect::<Vec<_>>();
    let (_, list) = fixture.control("GET", "/apikeys?name=ac", json!({})).await;
    assert_eq!((names(&list), list["item"][0].get("value")), (vec![json!("acme")], None));
    assert_eq!(names(&fixture.control("GET", "/apikeys", json!({})).await.1).len(), 2);
    assert_eq!(fixture.control("DELETE", &format!("/apikeys/{id}"), json!({})).await, (202, Value::Null));
    assert_eq!(fixture.control("DELETE", &format!("/apikeys/{id}"), json!({})).await.0, 404);
}

#[tokio::test]
async fn plans_are_the_templates_and_hold_keys() {
    let fixture = Fixture::new();
    let (_, plans) = fixture.control("GET", "/usageplans?limit=500", json!({})).await;
    let plan = plans["item"].as_array().unwrap().iter().find(|plan| plan["id"] == "trellisplan").unwrap();
    let expected = json!({
        "id": "trellisplan", "name": "standard", "apiStages": [{"apiId": "trellisapi", "stage": "live"}],
        "throttle": {"rateLimit": 2.0, "burstLimit": 3}, "quota": {"limit": 5, "offset": 0, "period": "DAY"},
    });
    assert_eq!(*plan, expected);
    let (_, key) = fixture.control("POST", "/apikeys", json!({"name": "acme", "value": VALUE})).await;
    let id = key["id"].as_str().unwrap();
    let link = json!({"keyId": id, "keyType": "API_KEY"});
    let (status, added) = fixture.control("POST", "/usageplans/trellisplan/keys", link.clone()).await;
    assert_eq!((status, added), (201, json!({"id": id, "type": "API_KEY", "value": VALUE, "name": "acme"})));
    for plan in ["trellisplan", "trellisopenplan"] {
        assert_eq!(fixture.control("POST", &format!("/usageplans/{plan}/keys"), link.clone()).await.0, 409);
    }
    let in_plan = format!("/usageplans/trellisplan/keys/{id}");
    assert_eq!(fixture.control("DELETE", &in_plan, json!({})).await.0, 202);
    assert_eq!(fixture.control("DELETE", &in_plan, json!({})).await.0, 404);
    fixture.control("POST", "/usageplans/trellisplan/keys", link.clone()).await;
    fixture.control("DELETE", &format!("/apikeys/{id}"), json!({})).await;
    assert_eq!(fixture.control("DELETE", &in_plan, json!({})).await.0, 404, "a key that is gone is in no plan");
}

#[tokio::test]
async fn errors_have_the_real_shape_and_what_is_not_there_is_refused_by_name() {
    let fixture = Fixture::new();
    fixture.control("POST", "/apikeys", json!({"value": VALUE})).await;
    for (method, path, body, status, kind, named) in [
        ("POST", "/apikeys", json!({"value": VALUE}), 409, "ConflictException", "already exists"),
        ("POST", "/apikeys", json!({"value": "short"}), 400, "BadRequestException", "between 20 and 128"),
        ("POST", "/apikeys", json!({"customerId": "c"}), 400, "BadRequestException", "customerId"),
        ("POST", "/apikeys", json!([]), 400, "BadRequestException", "request body"),
        ("GET", "/apikeys?includeValues=true", json!({}), 400, "BadRequestException", "includeValues"),
        ("DELETE", "/apikeys/none", json!({}), 404, "NotFoundException", "API Key"),
        ("PATCH", "/apikeys/none", json!({"patchOperations": []}), 404, "UnknownOperationException", "PATCH /apikeys/none"),
        ("GET", "/usageplans/trellisplan", json!({}), 404, "UnknownOperationException", "GET /usageplans/trellisplan"),
        ("POST", "/usageplans/none/keys", json!({}), 404, "NotFoundException", "Usage Plan"),
        ("POST", "/usageplans/trellisplan/keys", json!({"keyId": "none", "keyType": "API_KEY"}), 404, "NotFoundException", "API Key"),
        ("POST", "/usageplans/trellisplan/keys", json!({"keyId": "none"}), 400, "BadRequestException", "Key type"),
        ("POST", "/restapis", json!({}), 404, "UnknownOperationException", "POST /restapis"),
    ] {
        let method: Method = method.parse().unwrap();
        let answer = fixture.keys.handle(&method, path, &Bytes::from(body.to_string())).await;
        assert_eq!(answer.status, status, "{method} {path}");
        assert_eq!(answer.header("x-amzn-errortype"), Some(kind), "{answer:?}");
        let told: Value = serde_json::from_str(&answer.body).unwrap();
        assert!(told["message"].as_str().unwrap().contains(named), "{answer:?}");
    }
}
