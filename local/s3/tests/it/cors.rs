//! What a browser asks before and after it calls from another origin.

use reqwest::{Method, StatusCode};

use crate::support::{BUCKET, ORIGIN, Stack, fresh};

async fn preflight(stack: &Stack, origin: &str) -> reqwest::Response {
    let request = reqwest::Client::new().request(Method::OPTIONS, stack.url("/uploads/a"));
    let request = request.header("origin", origin).header("access-control-request-method", "PUT");
    request.header("access-control-request-headers", "content-type").send().await.unwrap()
}

#[tokio::test]
async fn the_own_pages_may_upload() {
    let stack = Stack::start().await;
    let answer = preflight(&stack, ORIGIN).await;
    assert_eq!(answer.status(), StatusCode::OK);
    assert_eq!(answer.headers()["access-control-allow-origin"], ORIGIN);
    assert!(answer.headers()["access-control-allow-methods"].to_str().unwrap().contains("PUT"));
    assert_eq!(answer.headers()["access-control-allow-headers"], "content-type");

    let signed = stack.client.put_object().bucket(BUCKET).key("a").presigned(fresh()).await.unwrap();
    let upload = reqwest::Client::new().put(signed.uri()).header("origin", ORIGIN).body("x");
    let answer = upload.send().await.unwrap();
    assert_eq!(answer.status(), StatusCode::OK);
    assert_eq!(answer.headers()["access-control-allow-origin"], ORIGIN);
    assert!(answer.headers()["access-control-expose-headers"].to_str().unwrap().contains("etag"));
    // A refusal must be readable too, or the page cannot tell what went wrong.
    let refused = reqwest::Client::new().get(stack.url("/uploads/a")).header("origin", ORIGIN);
    let answer = refused.send().await.unwrap();
    assert_eq!(answer.status(), StatusCode::FORBIDDEN);
    assert_eq!(answer.headers()["access-control-allow-origin"], ORIGIN);
}

#[tokio::test]
async fn other_pages_may_not() {
    let stack = Stack::start().await;
    let answer = preflight(&stack, "http://evil.example").await;
    assert!(!answer.headers().contains_key("access-control-allow-origin"));
}
