//! API keys, rate limits and quotas.

use bytes::Bytes;
use http::Method;
use serde_json::{Value, json};

use super::{Behaviour, Fixture, TEMPLATE, allow, authorized, body, request};

const KEY: &str = "key-of-acme-0123456789";

impl Fixture {
    /// Creates a key, puts it into a plan and lets the authorizer name it. Gives the key's id.
    async fn with_key(&self, value: &str, plan: &str) -> String {
        let created = self.control("POST", "/apikeys", json!({"name": value, "value": value, "enabled": true})).await;
        let id = created.1["id"].as_str().unwrap().to_owned();
        let path = format!("/usageplans/{plan}/keys");
        let link = json!({"keyId": id, "keyType": "API_KEY"});
        assert_eq!(self.control("POST", &path, link).await.0, 201);
        self.names_key(value);
        id
    }

    fn names_key(&self, value: &str) {
        let mut answer = allow("*");
        answer["usageIdentifierKey"] = json!(value);
        self.on("Check", Behaviour::Returns(answer));
    }

    pub(super) async fn control(&self, method: &str, path: &str, body: Value) -> (u16, Value) {
        let method: Method = method.parse().unwrap();
        let answer = self.keys.handle(&method, path, &Bytes::from(body.to_string())).await;
        (answer.status, serde_json::from_str(&answer.body).unwrap_or_default())
    }
}

#[tokio::test]
async fn a_route_that_asks_for_a_key_wants_a_known_enabled_one_of_a_plan() {
    let fixture = Fixture::new();
    let response = fixture.send(authorized("GET", "/v1/keyed", "none")).await;
    assert_eq!(response.status(), 403);
    assert_eq!(body(&response), json!({"message": "Forbidden"}));
    assert_eq!(response.headers()["x-amzn-errortype"], "ForbiddenException");
    fixture.names_key("unknown-0123456789-0123456789");
    assert_eq!(fixture.status_as("unknown", "/v1/keyed").await, 403);
    let id = fixture.with_key(KEY, "trellisplan").await;
    assert_eq!(fixture.status_as("a", "/v1/keyed").await, 200);
    let identity = &fixture.events("Course")[0]["requestContext"]["identity"];
    assert_eq!((identity["apiKeyId"].as_str(), identity["apiKey"].as_str()), (Some(id.as_str()), Some(KEY)));
    fixture.control("DELETE", &format!("/usageplans/trellisplan/keys/{id}"), json!({})).await;
    assert_eq!(fixture.status_as("a", "/v1/keyed").await, 403);
    let disabled = "disabled-0123456789-0123456789";
    let created = fixture.control("POST", "/apikeys", json!({"name": "off", "value": disabled})).await.1;
    fixture.control("POST", "/usageplans/trellisplan/keys", json!({"keyId": created["id"], "keyType": "API_KEY"})).await;
    fixture.names_key(disabled);
    assert_eq!(fixture.status_as("b", "/v1/keyed").await, 403);
    assert_eq!(fixture.status_as("a", "/v1/courses/a").await, 200);
}

#[tokio::test]
async fn a_plan_limits_the_rate_and_the_quota_of_each_key() {
    let fixture = Fixture::new();
    fixture.with_key(KEY, "trellisplan").await;
    for _ in 0..3 {
        assert_eq!(fixture.status_as("a", "/v1/keyed").await, 200);
    }
    let response = fixture.send(authorized("GET", "/v1/keyed", "a")).await;
    assert_eq!(response.status(), 429);
    assert_eq!(response.headers()["retry-after"], "1");
    assert_eq!(response.headers()["x-amzn-errortype"], "TooManyRequestsException");
    assert_eq!(body(&response), json!({"message": "Too Many Requests"}));
    fixture.with_key("key-of-others-0123456789", "trellisplan").await;
    assert_eq!(fixture.status_as("b", "/v1/keyed").await, 200);
    fixture.pass(1);
    for _ in 0..2 {
        assert_eq!(fixture.status_as("a", "/v1/keyed").await, 200);
    }
    fixture.pass(1);
    let response = fixture.send(authorized("GET", "/v1/keyed", "a")).await;
    assert_eq!(response.status(), 429);
    assert_eq!(response.headers()["retry-after"], (14 * 3600 - 2).to_string());
    assert_eq!(body(&response), json!({"message": "Limit Exceeded"}));
    fixture.pass(14 * 3600);
    fixture.names_key(KEY);
    assert_eq!(fixture.status_as("a", "/v1/keyed").await, 200);
}

#[tokio::test]
async fn a_plan_without_limits_limits_nothing() {
    let fixture = Fixture::new();
    fixture.with_key(KEY, "trellisopenplan").await;
    for _ in 0..20 {
        assert_eq!(fixture.status_as("a", "/v1/keyed").await, 200);
    }
}

#[tokio::test]
async fn keys_can_come_in_a_header() {
    let fixture = Fixture::with(&TEMPLATE.replace("AUTHORIZER", "HEADER"), |_| {}).unwrap();
    fixture.with_key(KEY, "trellisplan").await;
    assert_eq!(fixture.status_as("a", "/v1/keyed").await, 403);
    let mut get = authorized("GET", "/v1/keyed", "a");
    get.headers_mut().insert("x-api-key", KEY.parse().unwrap());
    assert_eq!(fixture.send(get).await.status(), 200);
}

#[tokio::test]
async fn methods_have_limits_of_their_own() {
    let fixture = Fixture::new();
    for expected in [200, 200, 429] {
        assert_eq!(fixture.send(request("GET", "/limited")).await.status(), expected);
    }
    assert_eq!(fixture.get("/open").await.status(), 200);
    fixture.pass(1);
    assert_eq!(fixture.get("/limited").await.status(), 200);
}

#[test]
fn keys_of_the_template_are_refused() {
    let template = format!("{TEMPLATE}\n  OwnKey: {{Type: 'AWS::ApiGateway::ApiKey', Properties: {{Enabled: true}}}}\n");
    let error = Fixture::with(&template, |_| {}).err().unwrap().to_string();
    assert!(error.contains("OwnKey: the local gateway makes no AWS::ApiGateway::ApiKey"), "{error}");
}
