//! The control plane of API keys.

use bytes::Bytes;
use http::Method;
use serde_json::{Value, json};

use super::Fixture;

const VALUE: &str = "abcdefghij0123456789";

#[tokio::test]
async fn keys_are_created_listed_read_changed_and_deleted() {
    let fixture = Fixture::new();
    let request = json!({"name": "acme", "value": VALUE, "enabled": true, "tags": {"workspace": "acme"}});
    let (status, created) = fixture.control("POST", "/apikeys", request).await;
    assert_eq!(status, 201);
    assert_eq!((&created["name"], &created["value"], &created["enabled"]), (&json!("acme"), &json!(VALUE), &json!(true)));
    assert_eq!(created["tags"], json!({"workspace": "acme"}));
    assert!(created["createdDate"].is_i64());
    let id = created["id"].as_str().unwrap();
    let (_, other) = fixture.control("POST", "/apikeys", json!({"name": "beta"})).await;
    assert_eq!((other["enabled"].as_bool(), other["value"].as_str().map(str::len)), (Some(false), Some(40)));

    let names = |list: &Value| list["item"].as_array().unwrap().iter().map(|key| key["name"].clone()).collect::<Vec<_>>();
    let (_, list) = fixture.control("GET", "/apikeys?includeValues=true&name=ac", json!({})).await;
    assert_eq!((names(&list), &list["item"][0]["value"]), (vec![json!("acme")], &json!(VALUE)));
    let (_, list) = fixture.control("GET", "/apikeys", json!({})).await;
    assert_eq!((names(&list).len(), list["item"][0].get("value")), (2, None));

    let (_, one) = fixture.control("GET", &format!("/apikeys/{id}?includeValue=true"), json!({})).await;
    assert_eq!(one["value"], VALUE);
    let patch = json!({"patchOperations": [
        {"op": "replace", "path": "/enabled", "value": "false"},
        {"op": "replace", "path": "/name", "value": "gamma"},
    ]});
    let (status, changed) = fixture.control("PATCH", &format!("/apikeys/{id}"), patch).await;
    assert_eq!((status, &changed["enabled"], &changed["name"]), (200, &json!(false), &json!("gamma")));
    assert_eq!(fixture.control("DELETE", &format!("/apikeys/{id}"), json!({})).await, (202, Value::Null));
    assert_eq!(fixture.control("DELETE", &format!("/apikeys/{id}"), json!({})).await.0, 404);
}

#[tokio::test]
async fn lists_have_pages() {
    let fixture = Fixture::new();
    for number in 0..7 {
        fixture.control("POST", "/apikeys", json!({"name": format!("key-{number}")})).await;
    }
    let mut names = Vec::new();
    let mut path = "/apikeys?limit=3".to_owned();
    for page in [3, 3, 1] {
        let (_, list) = fixture.control("GET", &path, json!({})).await;
        let items = list["item"].as_array().unwrap();
        assert_eq!(items.len(), page);
        names.extend(items.iter().map(|key| key["name"].as_str().unwrap().to_owned()));
        path = format!("/apikeys?limit=3&position={}", list["position"].as_str().unwrap_or_default());
    }
    names.sort();
    assert_eq!(names, (0..7).map(|number| format!("key-{number}")).collect::<Vec<_>>());
}

#[tokio::test]
async fn errors_have_the_real_shape() {
    let fixture = Fixture::new();
    fixture.control("POST", "/apikeys", json!({"value": VALUE})).await;
    for (method, path, body, status, kind) in [
        ("POST", "/apikeys", json!({"value": VALUE}), 409, "ConflictException"),
        ("POST", "/apikeys", json!({"value": "short"}), 400, "BadRequestException"),
        ("POST", "/apikeys", json!([]), 400, "BadRequestException"),
        ("GET", "/apikeys?limit=501", json!({}), 400, "BadRequestException"),
        ("GET", "/apikeys/none", json!({}), 404, "NotFoundException"),
        ("PATCH", "/apikeys/none", json!({"patchOperations": []}), 404, "NotFoundException"),
        ("GET", "/usageplans/none", json!({}), 404, "NotFoundException"),
        ("POST", "/usageplans/none/keys", json!({}), 404, "NotFoundException"),
        ("POST", "/usageplans/trellisplan/keys", json!({"keyId": "none", "keyType": "API_KEY"}), 404, "NotFoundException"),
        ("POST", "/usageplans/trellisplan/keys", json!({"keyId": "none"}), 400, "BadRequestException"),
        ("POST", "/restapis", json!({}), 404, "UnknownOperationException"),
    ] {
        let method: Method = method.parse().unwrap();
        let answer = fixture.keys.handle(&method, path, &Bytes::from(body.to_string())).await;
        assert_eq!(answer.status, status, "{method} {path}");
        assert!(answer.headers.contains(&("x-amzn-errortype".to_owned(), kind.to_owned())), "{answer:?}");
        assert!(serde_json::from_str::<Value>(&answer.body).unwrap()["message"].is_string());
    }
}

#[tokio::test]
async fn a_patch_that_fails_changes_nothing() {
    let fixture = Fixture::new();
    let (_, key) = fixture.control("POST", "/apikeys", json!({"name": "a", "enabled": true})).await;
    let path = format!("/apikeys/{}", key["id"].as_str().unwrap());
    for second in [json!({"op": "replace", "path": "/value", "value": "x"}), json!({"op": "remove", "path": "/name"})] {
        let patch = json!({"patchOperations": [{"op": "replace", "path": "/enabled", "value": "false"}, second]});
        assert_eq!(fixture.control("PATCH", &path, patch).await.0, 400);
    }
    assert_eq!(fixture.control("GET", &path, json!({})).await.1["enabled"], true);
}
