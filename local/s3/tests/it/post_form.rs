//! Presigned POST: a form with a signed policy.

use aws_lc_rs::hmac;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use reqwest::StatusCode;
use serde_json::{Value, json};

use crate::support::{ACCESS_KEY, BUCKET, SECRET_KEY, Stack};

const BOUNDARY: &str = "form-boundary";

fn sign(key: &[u8], text: &str) -> Vec<u8> {
    hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, key), text.as_bytes()).as_ref().to_vec()
}

/// The fields of a form whose policy is signed as SDKs sign it, from now on for ten minutes.
fn fields(conditions: Value) -> Vec<(String, String)> {
    let now = jiff::Timestamp::now();
    let (day, date) = (now.strftime("%Y%m%d").to_string(), now.strftime("%Y%m%dT%H%M%SZ").to_string());
    let credential = format!("{ACCESS_KEY}/{day}/eu-central-1/s3/aws4_request");
    let mut all = vec![
        json!({"bucket": BUCKET}),
        json!({"x-amz-algorithm": "AWS4-HMAC-SHA256"}),
        json!({"x-amz-credential": credential}),
        json!({"x-amz-date": date}),
    ];
    all.extend(conditions.as_array().unwrap().iter().cloned());
    let expiration = (now + jiff::SignedDuration::from_mins(10)).strftime("%Y-%m-%dT%H:%M:%S.000Z").to_string();
    let policy = STANDARD.encode(json!({"expiration": expiration, "conditions": all}).to_string());
    let mut key = sign(format!("AWS4{SECRET_KEY}").as_bytes(), &day);
    for scope in ["eu-central-1", "s3", "aws4_request"] {
        key = sign(&key, scope);
    }
    let signature = hex::encode(sign(&key, &policy));
    [
        ("policy", policy),
        ("x-amz-algorithm", "AWS4-HMAC-SHA256".to_owned()),
        ("x-amz-credential", credential),
        ("x-amz-date", date),
        ("x-amz-signature", signature),
    ]
    .map(|(name, value)| (name.to_owned(), value))
    .to_vec()
}

async fn post(stack: &Stack, fields: &[(String, String)], file: &str) -> StatusCode {
    let mut form = String::new();
    for (name, value) in fields {
        form += &format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
    }
    form += &format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"f.txt\"\r\n");
    form += &format!("Content-Type: text/plain\r\n\r\n{file}\r\n--{BOUNDARY}--\r\n");
    let request = reqwest::Client::new().post(stack.url("/uploads")).body(form);
    let kind = format!("multipart/form-data; boundary={BOUNDARY}");
    request.header("content-type", kind).send().await.unwrap().status()
}

fn with(mut fields: Vec<(String, String)>, name: &str, value: &str) -> Vec<(String, String)> {
    fields.retain(|(other, _)| other != name);
    fields.push((name.to_owned(), value.to_owned()));
    fields
}

#[tokio::test]
async fn a_form_within_its_policy_is_taken() {
    let stack = Stack::start().await;
    stack.s3.set_notifications(BUCKET, "", "").await.unwrap();
    let policy = json!([["starts-with", "$key", "in/"], ["content-length-range", 2, 6]]);
    let good = with(fields(policy), "key", "in/a");
    assert_eq!(post(&stack, &good, "hello").await, StatusCode::NO_CONTENT);
    assert_eq!(stack.get("in/a").await.unwrap(), b"hello");
    let notices = stack.s3.next_notices(10).await.unwrap();
    assert_eq!(notices[0].cause.event_name(), "ObjectCreated:Post");
}

#[tokio::test]
async fn a_form_outside_its_policy_is_refused() {
    let stack = Stack::start().await;
    let policy = json!([["starts-with", "$key", "in/"], ["content-length-range", 2, 6]]);
    let good = with(fields(policy.clone()), "key", "in/a");
    assert_eq!(post(&stack, &good, "too long").await, StatusCode::BAD_REQUEST);
    assert_eq!(post(&stack, &good, "x").await, StatusCode::BAD_REQUEST);
    assert!(post(&stack, &with(good.clone(), "key", "out/a"), "hello").await.is_client_error());
    let unlisted = with(good.clone(), "x-amz-meta-owner", "me");
    assert_eq!(post(&stack, &unlisted, "hello").await, StatusCode::FORBIDDEN);
    let wider = json!([["starts-with", "$key", ""], ["content-length-range", 2, 6]]);
    let forged = fields(wider).into_iter().find(|(name, _)| name == "policy").unwrap().1;
    assert_eq!(post(&stack, &with(good.clone(), "policy", &forged), "hello").await, StatusCode::FORBIDDEN);
    let placeholder = with(good.clone(), "key", "in/${filename}");
    assert_eq!(post(&stack, &placeholder, "hello").await, StatusCode::NOT_IMPLEMENTED);
    let anonymous = vec![("key".to_owned(), "in/a".to_owned())];
    assert_eq!(post(&stack, &anonymous, "hello").await, StatusCode::FORBIDDEN);
    assert_eq!(stack.get("in/a").await, None);
    assert_eq!(stack.blobs(), 0);
}

#[tokio::test]
async fn an_old_signature_version_is_refused_in_forms() {
    let stack = Stack::start().await;
    let policy = json!({"expiration": "2099-01-01T00:00:00Z", "conditions": [{"bucket": BUCKET}, {"key": "a"}]});
    let policy = STANDARD.encode(policy.to_string());
    let key = hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, SECRET_KEY.as_bytes());
    let signature = STANDARD.encode(hmac::sign(&key, policy.as_bytes()).as_ref());
    let fields = [("key", "a"), ("awsaccesskeyid", ACCESS_KEY), ("policy", &policy), ("signature", &signature)];
    let fields = fields.map(|(name, value)| (name.to_owned(), value.to_owned()));
    assert_eq!(post(&stack, &fields, "hello").await, StatusCode::BAD_REQUEST);
    assert_eq!(stack.get("a").await, None);
}
