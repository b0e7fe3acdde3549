//! CORS.

use http::{HeaderValue, Response};
use serde_json::json;

use super::{Behaviour, Fixture, TEMPLATE, request};

async fn options(fixture: &Fixture, path: &str, origin: &'static str) -> Response<bytes::Bytes> {
    let mut options = request("OPTIONS", path);
    options.headers_mut().insert("origin", HeaderValue::from_static(origin));
    fixture.send(options).await
}

#[tokio::test]
async fn options_is_answered_from_the_template_without_asking_anyone() {
    let fixture = Fixture::new();
    let response = options(&fixture, "/v1/courses/a", "https://other.example.com").await;
    assert_eq!((response.status().as_u16(), response.body().as_ref()), (200, b"{}\n".as_slice()));
    let headers = response.headers();
    assert_eq!(headers["access-control-allow-origin"], "https://app.example.com");
    assert_eq!(headers["access-control-allow-methods"], "GET,OPTIONS,PUT");
    assert_eq!(headers["access-control-allow-headers"], "Authorization");
    assert_eq!(headers["access-control-max-age"], "600");
    assert!(!headers.contains_key("access-control-allow-credentials"));
    let any = options(&fixture, "/open", "https://other.example.com").await;
    assert_eq!(any.headers()["access-control-allow-methods"], "DELETE,GET,HEAD,OPTIONS,PATCH,POST,PUT");
    assert!(fixture.calls.lock().unwrap().is_empty());
    assert_eq!(options(&fixture, "/nowhere", "https://other.example.com").await.status(), 403);
}

#[tokio::test]
async fn a_route_for_options_goes_to_its_function() {
    let fixture = Fixture::new();
    fixture.on("Public", Behaviour::Returns(json!({"statusCode": 204})));
    assert_eq!(options(&fixture, "/options", "https://a").await.status(), 204);
    assert_eq!(fixture.events("Public").len(), 1);
}

#[tokio::test]
async fn the_development_servers_origin_is_allowed_too() {
    let origin = "http://localhost:5173";
    let fixture = Fixture::with(TEMPLATE, |options| options.cors_origins = vec![origin.to_owned()]).unwrap();
    let response = options(&fixture, "/open", origin).await;
    assert_eq!(response.headers()["access-control-allow-origin"], origin);
    assert_eq!(response.headers()["vary"], "Origin");
    let mut get = request("GET", "/v1/courses/a");
    get.headers_mut().insert("origin", HeaderValue::from_static(origin));
    let refused = fixture.send(get).await;
    assert_eq!(refused.status(), 401);
    assert_eq!(refused.headers()["access-control-allow-origin"], origin);
    let other = options(&fixture, "/open", "http://localhost:5174").await;
    assert_eq!(other.headers()["access-control-allow-origin"], "https://app.example.com");
}

#[tokio::test]
async fn traps_of_the_real_one_are_kept() {
    let guarded = TEMPLATE.replace("AddDefaultAuthorizerToCorsPreflight: false", "ApiKeyRequired: false");
    let fixture = Fixture::with(&guarded, |_| {}).unwrap();
    assert_eq!(options(&fixture, "/open", "https://a").await.status(), 401);
    let keyed = TEMPLATE
        .replace("AddDefaultAuthorizerToCorsPreflight: false", "AddDefaultAuthorizerToCorsPreflight: false\n        ApiKeyRequired: true");
    let fixture = Fixture::with(&keyed, |_| {}).unwrap();
    assert_eq!(options(&fixture, "/open", "https://a").await.status(), 403);
    let fixture = Fixture::with(&TEMPLATE.replace("image~1png", "'*/*'"), |_| {}).unwrap();
    assert_eq!(options(&fixture, "/open", "https://a").await.status(), 503);
    let without = TEMPLATE.replace("      Cors:\n", "      Models:\n");
    let fixture = Fixture::with(&without, |_| {}).unwrap();
    assert_eq!(options(&fixture, "/v1/keyed", "https://a").await.status(), 403);
}
