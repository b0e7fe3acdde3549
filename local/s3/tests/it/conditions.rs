//! Conditional reads and writes.

use reqwest::StatusCode;

use crate::support::{BUCKET, Stack, code, fresh};

#[tokio::test]
async fn conditional_reads_hold() {
    let stack = Stack::start().await;
    stack.put("a", b"hello").await;
    let etag = "\"5d41402abc4b2a76b9719d911017c592\"";
    let signed = stack.client.get_object().bucket(BUCKET).key("a").presigned(fresh()).await.unwrap();
    let get = |name: &'static str, value: &'static str| reqwest::Client::new().get(signed.uri()).header(name, value);
    let answer = get("if-none-match", etag).send().await.unwrap();
    assert_eq!(answer.status(), StatusCode::NOT_MODIFIED);
    assert_eq!(answer.headers()["etag"], etag);
    assert_eq!(answer.bytes().await.unwrap().len(), 0);
    let answer = get("if-match", "\"other\"").send().await.unwrap();
    assert_eq!(answer.status(), StatusCode::PRECONDITION_FAILED);
    let answer = get("if-modified-since", "Wed, 21 Oct 2015 07:28:00 GMT").send().await.unwrap();
    assert_eq!(answer.status(), StatusCode::OK);
    let answer = get("if-unmodified-since", "Wed, 21 Oct 2015 07:28:00 GMT").send().await.unwrap();
    assert_eq!(answer.status(), StatusCode::PRECONDITION_FAILED);
}

#[tokio::test]
async fn of_writes_on_the_same_condition_one_succeeds() {
    let stack = Stack::start().await;
    let put = |body: &'static str| stack.client.put_object().bucket(BUCKET).key("a").body(body.as_bytes().to_vec().into());
    let none = put("x").if_match("\"5d41402abc4b2a76b9719d911017c592\"").send().await.unwrap_err();
    assert_eq!(code(&none), "NoSuchKey");
    let first = put("first").if_none_match("*").send().await.unwrap();
    assert_eq!(code(&put("second").if_none_match("*").send().await.unwrap_err()), "PreconditionFailed");
    let replace = |body| put(body).if_match(first.e_tag().unwrap()).send();
    let (one, other) = tokio::join!(replace("one"), replace("other"));
    let (won, lost) = if one.is_ok() { ("one", other) } else { ("other", one) };
    assert_eq!(code(&lost.unwrap_err()), "PreconditionFailed");
    assert_eq!(stack.get("a").await.unwrap(), won.as_bytes());
    assert_eq!(stack.blobs(), 1);
}
