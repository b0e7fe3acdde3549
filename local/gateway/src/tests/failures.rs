//! Answers of the gateway itself: limits, broken functions, `GatewayResponses`.

use bytes::Bytes;
use http::HeaderValue;
use serde_json::json;

use super::{Behaviour, Fixture, TEMPLATE, body, request};
use crate::InvokeError;

/// The template without its own shape for server errors.
fn plain() -> Fixture {
    Fixture::with(&TEMPLATE.replace("DEFAULT_5XX: {StatusCode: 503}", ""), |_| {}).unwrap()
}

#[tokio::test]
async fn broken_functions_are_hidden_behind_the_gateways_words() {
    let fixture = plain();
    let error = InvokeError::FunctionError { kind: "E".to_owned(), message: "secret".to_owned() };
    for (behaviour, status, message) in [
        (Behaviour::Fails(error), 502, "Internal server error"),
        (Behaviour::Panics, 502, "Internal server error"),
        (Behaviour::Returns(json!({"body": "no status"})), 502, "Internal server error"),
        (Behaviour::Fails(InvokeError::Timeout), 504, "Endpoint request timed out"),
        (Behaviour::Fails(InvokeError::Unreachable("x".to_owned())), 504, "Network error communicating with endpoint"),
    ] {
        fixture.on("Public", behaviour);
        let response = fixture.get("/open").await;
        assert_eq!((response.status().as_u16(), body(&response)), (status, json!({ "message": message })));
        assert_eq!(response.headers()["x-amzn-errortype"], "InternalServerErrorException");
        assert!(response.headers().contains_key("x-amzn-requestid"));
    }
}

#[tokio::test(start_paused = true)]
async fn the_gateway_waits_29_seconds_or_as_long_as_the_route_says() {
    let fixture = plain();
    fixture.on("Public", Behaviour::Hangs);
    for (path, milliseconds) in [("/open", 29_000), ("/quick", 100)] {
        let start = tokio::time::Instant::now();
        assert_eq!(fixture.get(path).await.status(), 504);
        assert_eq!(start.elapsed().as_millis(), milliseconds);
    }
}

#[tokio::test]
async fn bodies_over_10_megabytes_are_refused() {
    let fixture = plain();
    let mut post = request("POST", "/open");
    *post.body_mut() = Bytes::from(vec![b'a'; 10 * 1024 * 1024]);
    assert_eq!(fixture.send(post.clone()).await.status(), 200);
    *post.body_mut() = Bytes::from(vec![b'a'; 10 * 1024 * 1024 + 1]);
    let response = fixture.send(post).await;
    assert_eq!(response.status(), 413);
    assert_eq!(body(&response), json!({"message": "HTTP content length exceeded 10485760 bytes."}));
    assert_eq!(fixture.events("Public").len(), 1);
}

#[tokio::test]
async fn headers_over_10240_bytes_are_refused() {
    let fixture = plain();
    let known: usize = "host".len() + "api.example.com:3000".len() + "x-long".len();
    for (length, status) in [(10_240 - known, 200), (10_241 - known, 431)] {
        let mut get = request("GET", "/open");
        get.headers_mut().insert("x-long", HeaderValue::from_str(&"a".repeat(length)).unwrap());
        assert_eq!(fixture.send(get).await.status(), status);
    }
}

#[tokio::test]
async fn the_template_shapes_the_gateways_answers() {
    let fixture = Fixture::new();
    let mut get = request("GET", "/v1/courses/a");
    get.headers_mut().insert("origin", HeaderValue::from_static("https://o.example.com"));
    let response = fixture.send(get).await;
    assert_eq!(response.status(), 401);
    let headers = response.headers();
    assert_eq!(headers["content-type"], "application/problem+json");
    assert_eq!(headers["www-authenticate"], "Bearer");
    assert_eq!(headers["x-origin"], "https://o.example.com");
    assert_eq!(headers["x-request"], headers["x-amzn-requestid"]);
    let expected = json!({
        "detail": "Unauthorized", "type": "UNAUTHORIZED", "plain": "Unauthorized.", "colour": "blue",
        "id": headers["x-amzn-requestid"].to_str().unwrap(), "cost": "$5", "none": "",
    });
    assert_eq!(body(&response), expected);
}

#[tokio::test]
async fn defaults_of_a_class_apply_to_types_without_their_own() {
    let fixture = Fixture::new();
    fixture.on("Public", Behaviour::Returns(json!(1)));
    let response = fixture.get("/open").await;
    assert_eq!((response.status().as_u16(), body(&response)), (503, json!({"message": "Internal server error"})));
}

#[tokio::test]
async fn what_cannot_be_decoded_is_a_bad_request() {
    assert_eq!(plain().get("/v1/courses/%FF").await.status(), 400);
}

#[test]
fn templates_that_api_gateway_refuses_are_refused() {
    for (from, to, reason) in [
        ("context.requestId\n", "requestId\n", "X-Request: requestId is no header with a mapping expression"),
        ("Path: /options, Method: OPTIONS", "Path: /open, Method: ANY", "ANY /open belongs to both"),
        ("Path: /options, Method: OPTIONS", "Path: /options, Method: FETCH", "Public has the method FETCH"),
        ("Path: /token,", "Path: '/v1/courses/{id}/x',", "calls {id} what a sibling calls {course_id}"),
        ("'Bearer .+'", "'['", "Tokens: ValidationExpression"),
    ] {
        let changed = TEMPLATE.replace(from, to);
        assert_ne!(changed, TEMPLATE);
        let error = Fixture::with(&changed, |_| {}).err().unwrap().to_string();
        assert!(error.contains(reason), "{error}");
    }
}
