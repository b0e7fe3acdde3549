//! The length that was signed is the only one.

use reqwest::StatusCode;

use crate::support::{BUCKET, Stack, fresh, raw};

async fn put(url: &str, body: &str) -> StatusCode {
    let request = reqwest::Client::new().put(url).body(body.to_owned());
    request.send().await.unwrap().status()
}

#[tokio::test]
async fn a_signed_length_is_the_only_length() {
    let stack = Stack::start().await;
    let request = stack.client.put_object().bucket(BUCKET).key("a").content_length(4);
    let signed = request.presigned(fresh()).await.unwrap();
    assert_eq!(put(signed.uri(), "too long").await, StatusCode::FORBIDDEN);
    assert_eq!(put(signed.uri(), "3it").await, StatusCode::FORBIDDEN);
    assert_eq!(stack.get("a").await, None);
    assert_eq!(put(signed.uri(), "four").await, StatusCode::OK);
}

#[tokio::test]
async fn two_gigabytes_do_not_fit_a_url_for_one_megabyte() {
    let stack = Stack::start().await;
    let request = stack.client.put_object().bucket(BUCKET).key("a").content_length(1 << 20);
    let signed = request.presigned(fresh()).await.unwrap();
    let target = signed.uri().strip_prefix(&stack.url("")).unwrap();
    let head = format!("PUT {target} HTTP/1.1\r\nhost: {}\r\n", stack.address);
    // Refused before a byte of the body is taken, whichever way the length is told.
    for length in ["content-length: 2147483648", "transfer-encoding: chunked"] {
        let answer = raw(stack.address, &format!("{head}{length}\r\n\r\n")).await;
        assert!(answer.starts_with("HTTP/1.1 403"), "{length}: {answer}");
    }
    let both = "content-length: 1048576\r\ntransfer-encoding: chunked";
    let answer = raw(stack.address, &format!("{head}{both}\r\n\r\n")).await;
    assert!(answer.starts_with("HTTP/1.1 4"), "{answer}");
    assert_eq!(stack.get("a").await, None);
    assert_eq!(stack.blobs(), 0);
}

#[tokio::test]
async fn a_body_of_unknown_length_is_refused() {
    let stack = Stack::start().await;
    let signed = stack.client.put_object().bucket(BUCKET).key("a").presigned(fresh()).await.unwrap();
    let target = signed.uri().strip_prefix(&stack.url("")).unwrap();
    let head = format!("PUT {target} HTTP/1.1\r\nhost: {}\r\ntransfer-encoding: chunked\r\n", stack.address);
    let answer = raw(stack.address, &format!("{head}\r\n1\r\nx\r\n0\r\n\r\n")).await;
    assert!(answer.starts_with("HTTP/1.1 411"), "{answer}");
}
