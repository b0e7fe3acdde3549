//! Authorizers: what they are asked, how long they are believed, what their answers mean.

use std::time::Duration;

use serde_json::{Value, json};

use super::{Behaviour, Fixture, TEMPLATE, allow, authorized, body, policy, request};
use crate::InvokeError;

const ARN: &str = "arn:aws:execute-api:eu-central-1:123456789012:trellisapi/live";

#[tokio::test]
async fn a_request_authorizer_sees_the_request_without_its_body() {
    let fixture = Fixture::new();
    fixture.send(authorized("GET", "/v1/courses/a%20b?q=1", "Bearer t")).await;
    let event = fixture.events("Check").remove(0);
    assert_eq!(event["type"], "REQUEST");
    assert_eq!(event["methodArn"], format!("{ARN}/GET/v1/courses/a%20b"));
    assert_eq!(event["resource"], "/v1/courses/{course_id}");
    assert_eq!(event["headers"]["authorization"], "Bearer t");
    assert_eq!(event["queryStringParameters"], json!({"q": "1"}));
    assert_eq!(event["pathParameters"], json!({"course_id": "a b"}));
    assert_eq!(event["requestContext"]["identity"]["sourceIp"], "192.0.2.7");
    assert_eq!(event.get("body"), None);
}

#[tokio::test]
async fn a_token_authorizer_sees_the_token() {
    let fixture = Fixture::new();
    assert_eq!(fixture.status_as("Bearer t", "/token").await, 200);
    let expected = json!({"type": "TOKEN", "authorizationToken": "Bearer t", "methodArn": format!("{ARN}/GET/token")});
    assert_eq!(fixture.events("Check"), [expected]);
    assert_eq!(fixture.status_as("Basic t", "/token").await, 401);
    assert_eq!(fixture.events("Check").len(), 1);
}

#[tokio::test]
async fn without_an_identity_source_nobody_is_asked() {
    let fixture = Fixture::new();
    assert_eq!(fixture.get("/v1/courses/a").await.status(), 401);
    assert_eq!(fixture.status_as("", "/v1/courses/a").await, 401);
    assert_eq!(fixture.get("/every").await.status(), 401);
    assert_eq!(fixture.get("/every?key=").await.status(), 401);
    assert!(fixture.calls.lock().unwrap().is_empty());
    assert_eq!(fixture.get("/every?key=k").await.status(), 200);
}

#[tokio::test]
async fn answers_are_kept_by_every_identity_source_until_the_ttl() {
    let fixture = Fixture::new();
    for path in ["/v1/courses/a", "/v1/courses/b", "/v1/keyed"] {
        fixture.status_as("Bearer t", path).await;
    }
    assert_eq!(fixture.events("Check").len(), 1);
    fixture.status_as("Bearer u", "/v1/courses/a").await;
    assert_eq!(fixture.events("Check").len(), 2);
    let mut other_host = authorized("GET", "/v1/courses/a", "Bearer t");
    other_host.headers_mut().insert("host", "b.example.com".parse().unwrap());
    fixture.send(other_host).await;
    assert_eq!(fixture.events("Check").len(), 3);
    fixture.pass(59);
    fixture.status_as("Bearer t", "/v1/courses/a").await;
    assert_eq!(fixture.events("Check").len(), 3);
    fixture.pass(1);
    fixture.status_as("Bearer t", "/v1/courses/a").await;
    assert_eq!(fixture.events("Check").len(), 4);
}

#[tokio::test]
async fn authorizers_do_not_share_their_answers() {
    let fixture = Fixture::new();
    fixture.status_as("Bearer t", "/token").await;
    fixture.status_as("Bearer t", "/v1/courses/a").await;
    assert_eq!(fixture.events("Check").len(), 2);
}

#[tokio::test]
async fn a_clock_that_is_set_back_makes_no_answer_last_longer() {
    let fixture = Fixture::new();
    fixture.status_as("Bearer t", "/v1/courses/a").await;
    fixture.pass(-86_400);
    fixture.status_as("Bearer t", "/v1/courses/a").await;
    assert_eq!(fixture.events("Check").len(), 2);
    fixture.status_as("Bearer t", "/v1/courses/a").await;
    assert_eq!(fixture.events("Check").len(), 2);
}

#[tokio::test]
async fn the_ttl_can_be_overridden() {
    let fixture = Fixture::with(TEMPLATE, |options| options.authorizer_ttl = Some(Duration::from_secs(5))).unwrap();
    fixture.status_as("Bearer t", "/v1/courses/a").await;
    fixture.pass(5);
    fixture.status_as("Bearer t", "/v1/courses/a").await;
    assert_eq!(fixture.events("Check").len(), 2);
    let never = Fixture::with(TEMPLATE, |options| options.authorizer_ttl = Some(Duration::ZERO)).unwrap();
    never.status_as("Bearer t", "/v1/courses/a").await;
    never.status_as("Bearer t", "/v1/courses/a").await;
    assert_eq!(never.events("Check").len(), 2);
}

#[tokio::test]
async fn the_kept_policy_decides_about_every_route_on_its_own() {
    let fixture = Fixture::new();
    fixture.on("Check", Behaviour::Returns(allow(&format!("{ARN}/GET/v1/courses/a"))));
    assert_eq!(fixture.status_as("Bearer t", "/v1/courses/a").await, 200);
    assert_eq!(fixture.status_as("Bearer t", "/v1/courses/b").await, 403);
    assert_eq!(fixture.status_as("Bearer t", "/v1/courses/a/").await, 200);
    assert_eq!(fixture.events("Check").len(), 1);
}

#[tokio::test]
async fn denials_are_kept_too_and_say_whether_they_are_explicit() {
    let fixture = Fixture::new();
    fixture.on("Check", Behaviour::Returns(policy("Deny", "*")));
    let response = fixture.send(authorized("GET", "/v1/courses/a", "Bearer t")).await;
    assert_eq!(response.status(), 403);
    assert_eq!(response.headers()["x-amzn-errortype"], "AccessDeniedException");
    let message = "User is not authorized to access this resource with an explicit deny";
    assert_eq!(body(&response), json!({ "Message": message }));
    fixture.on("Check", Behaviour::Returns(allow("*")));
    assert_eq!(fixture.status_as("Bearer t", "/v1/courses/a").await, 403);
    assert_eq!(fixture.events("Check").len(), 1);
    fixture.on("Check", Behaviour::Returns(allow("arn:other")));
    let response = fixture.send(authorized("GET", "/v1/courses/a", "Bearer u")).await;
    assert_eq!(body(&response), json!({"Message": "User is not authorized to access this resource"}));
    assert!(fixture.events("Course").is_empty());
}

fn failed(message: &str) -> Behaviour {
    Behaviour::Fails(InvokeError::FunctionError { kind: "Error".to_owned(), message: message.to_owned() })
}

#[tokio::test]
async fn an_authorizer_that_fails_lets_nobody_pass_and_is_asked_again() {
    // The template turns every other 5XX into 503; the response type's own name tells them apart.
    let fixture = Fixture::with(&TEMPLATE.replace("DEFAULT_5XX: {StatusCode: 503}", ""), |_| {}).unwrap();
    for (behaviour, status, kind) in [
        (failed("Unauthorized"), 401, "UnauthorizedException"),
        (failed("unauthorized"), 500, "AuthorizerFailureException"),
        (Behaviour::Fails(InvokeError::Timeout), 500, "AuthorizerFailureException"),
        (Behaviour::Fails(InvokeError::Unreachable(String::new())), 500, "AuthorizerFailureException"),
        (Behaviour::Panics, 500, "AuthorizerFailureException"),
    ] {
        fixture.on("Check", behaviour);
        let response = fixture.send(authorized("GET", "/v1/courses/a", "Bearer t")).await;
        assert_eq!(response.status(), status);
        assert_eq!(response.headers()["x-amzn-errortype"], kind);
    }
    fixture.on("Check", Behaviour::Returns(allow("*")));
    assert_eq!(fixture.status_as("Bearer t", "/v1/courses/a").await, 200);
}

#[tokio::test(start_paused = true)]
async fn an_authorizer_that_hangs_is_a_failure() {
    let fixture = Fixture::new();
    fixture.on("Check", Behaviour::Hangs);
    let response = fixture.send(authorized("GET", "/v1/courses/a", "Bearer t")).await;
    assert_eq!(response.headers()["x-amzn-errortype"], "AuthorizerFailureException");
}

#[tokio::test]
async fn malformed_answers_are_configuration_errors() {
    let changed = |key: &str, value: Value| {
        let mut answer = allow("*");
        answer[key] = value;
        answer
    };
    for answer in [
        json!(null),
        json!("allow"),
        changed("principalId", json!(null)),
        changed("principalId", json!("")),
        changed("policyDocument", json!(null)),
        changed("policyDocument", json!({"Statement": [{"Effect": "Allow"}]})),
        changed("context", json!([])),
        changed("context", json!({"roles": ["a"]})),
        changed("context", json!({"member": {"id": 1}})),
        changed("usageIdentifierKey", json!(5)),
    ] {
        let fixture = Fixture::new();
        fixture.on("Check", Behaviour::Returns(answer.clone()));
        let response = fixture.send(authorized("GET", "/v1/courses/a", "Bearer t")).await;
        assert_eq!(response.headers()["x-amzn-errortype"], "AuthorizerConfigurationException", "{answer}");
        assert_eq!(response.status(), 503);
        assert_eq!(body(&response), json!({"message": null}));
    }
}

#[tokio::test]
async fn a_path_too_long_for_a_policy_is_refused_unasked() {
    let fixture = Fixture::new();
    let path = |length: usize| format!("/v1/courses/{}", "a".repeat(length));
    let fits = 1600 - format!("{ARN}/GET/v1/courses/").len();
    assert_eq!(fixture.status_as("Bearer t", &path(fits)).await, 200);
    assert_eq!(fixture.status_as("Bearer u", &path(fits + 1)).await, 414);
    assert_eq!(fixture.events("Check").len(), 1);
}

#[tokio::test]
async fn unknown_routes_are_refused_before_anyone_is_asked() {
    let fixture = Fixture::new();
    for (method, path) in [("GET", "/v1"), ("DELETE", "/v1/courses/a"), ("GET", "/v1/courses/a/b"), ("POST", "/")] {
        let response = fixture.send(request(method, path)).await;
        assert_eq!(response.status(), 403, "{method} {path}");
        assert_eq!(body(&response), json!({"message": "Missing Authentication Token"}));
        assert_eq!(response.headers()["x-amzn-errortype"], "MissingAuthenticationTokenException");
    }
    assert!(fixture.calls.lock().unwrap().is_empty());
}
