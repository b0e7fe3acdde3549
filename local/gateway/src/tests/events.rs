//! What functions receive.

use bytes::Bytes;
use http::HeaderValue;
use serde_json::{Value, json};

use super::{Behaviour, Fixture, authorized, request};

#[tokio::test]
async fn functions_receive_the_whole_request() {
    let fixture = Fixture::new();
    let mut request = authorized("PUT", "/v1/courses/a%2Fb%20c?tag=x&tag=y%26z+w&empty", "Bearer t");
    *request.body_mut() = Bytes::from_static("{\"ä\": 1}".as_bytes());
    let headers = request.headers_mut();
    headers.append("x-many", HeaderValue::from_static("1"));
    headers.append("x-many", HeaderValue::from_static("2"));
    headers.insert("user-agent", HeaderValue::from_static("test/1"));
    headers.insert("connection", HeaderValue::from_static("close"));
    headers.insert("x-forwarded-for", HeaderValue::from_static("203.0.113.9"));
    let response = fixture.send(request).await;
    assert_eq!(response.status(), 200);
    assert_eq!(response.body().as_ref(), b"ok");
    let event = fixture.events("Course").remove(0);
    assert_eq!(event["version"], "1.0");
    assert_eq!(event["resource"], "/v1/courses/{course_id}");
    assert_eq!(event["path"], "/v1/courses/a%2Fb%20c");
    assert_eq!(event["httpMethod"], "PUT");
    assert_eq!(event["pathParameters"], json!({"course_id": "a/b c"}));
    assert_eq!(event["queryStringParameters"], json!({"tag": "y&z w", "empty": ""}));
    assert_eq!(event["multiValueQueryStringParameters"], json!({"tag": ["x", "y&z w"], "empty": [""]}));
    assert_eq!(event["stageVariables"], json!({"colour": "blue"}));
    assert_eq!((&event["body"], &event["isBase64Encoded"]), (&json!("{\"ä\": 1}"), &json!(false)));
    assert_eq!(event["headers"]["x-many"], "2");
    assert_eq!(event["multiValueHeaders"]["x-many"], json!(["1", "2"]));
    assert_eq!(event["headers"]["X-Forwarded-For"], "203.0.113.9, 192.0.2.7");
    assert_eq!(event["headers"]["X-Forwarded-Port"], "3000");
    assert_eq!(event["headers"]["connection"], Value::Null);
    assert_context(&event["requestContext"], response.headers()["x-amzn-requestid"].to_str().unwrap());
}

fn assert_context(context: &Value, request_id: &str) {
    for (key, expected) in [
        ("accountId", json!("123456789012")),
        ("apiId", json!("trellisapi")),
        ("stage", json!("live")),
        ("domainName", json!("api.example.com")),
        ("domainPrefix", json!("api")),
        ("httpMethod", json!("PUT")),
        ("path", json!("/v1/courses/a%2Fb%20c")),
        ("resourcePath", json!("/v1/courses/{course_id}")),
        ("protocol", json!("HTTP/1.1")),
        ("requestId", json!(request_id)),
        ("requestTime", json!("21/Nov/2026:10:00:00 +0000")),
        ("requestTimeEpoch", json!(1_795_255_200_000_i64)),
    ] {
        assert_eq!(context[key], expected, "{key}");
    }
    assert_eq!(context["identity"]["sourceIp"], "192.0.2.7");
    assert_eq!(context["identity"]["userAgent"], "test/1");
    assert!(context["extendedRequestId"].is_string());
    let expected = json!({
        "principalId": "member-1", "workspace": "acme", "level": "4", "staff": "true", "integrationLatency": 0,
    });
    assert_eq!(context["authorizer"], expected);
}

#[tokio::test]
async fn what_is_not_there_is_null() {
    let fixture = Fixture::new();
    fixture.get("/").await;
    let event = fixture.events("Public").remove(0);
    for key in ["queryStringParameters", "multiValueQueryStringParameters", "pathParameters", "body"] {
        assert_eq!(event[key], Value::Null, "{key}");
    }
    assert_eq!((event["resource"].as_str(), event["path"].as_str()), (Some("/"), Some("/")));
    assert_eq!(event["requestContext"].get("authorizer"), None);
}

#[tokio::test]
async fn binary_bodies_travel_as_base64_in_both_directions() {
    let fixture = Fixture::new();
    fixture.on("Public", Behaviour::Returns(json!({"statusCode": 200, "body": "iVBORw==", "isBase64Encoded": true})));
    let mut post = request("POST", "/open");
    post.headers_mut().insert("content-type", HeaderValue::from_static("image/png"));
    post.headers_mut().insert("accept", HeaderValue::from_static("image/png"));
    *post.body_mut() = Bytes::from_static(&[0x89, b'P', b'N', b'G']);
    let response = fixture.send(post.clone()).await;
    assert_eq!(response.body().as_ref(), [0x89, b'P', b'N', b'G']);
    post.headers_mut().insert("content-type", HeaderValue::from_static("text/plain"));
    post.headers_mut().insert("accept", HeaderValue::from_static("text/html"));
    assert_eq!(fixture.send(post).await.body().as_ref(), b"iVBORw==");
    let events = fixture.events("Public");
    assert_eq!((&events[0]["body"], &events[0]["isBase64Encoded"]), (&json!("iVBORw=="), &json!(true)));
    assert_eq!((&events[1]["body"], &events[1]["isBase64Encoded"]), (&json!("\u{fffd}PNG"), &json!(false)));
}

#[tokio::test]
async fn a_slash_at_the_end_changes_nothing() {
    let fixture = Fixture::new();
    assert_eq!(fixture.get("/open/").await.status(), 200);
    assert_eq!(fixture.events("Public")[0]["path"], "/open");
}
