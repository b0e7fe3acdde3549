//! Conditional reads and writes.

use reqwest::StatusCode;

use crate::support::{BUCKET, Stack, code, fresh};

#[tokio::test]
async fn conditional_writes_hold() {
    let stack = Stack::start().await;
    let put = || stack.client.put_object().bucket(BUCKET).key("a");
    let first = put().if_none_match("*").body(b"1".to_vec().into()).send().await.unwrap();
    let error = put().if_none_match("*").body(b"2".to_vec().into()).send().await.unwrap_err();
    assert_eq!(code(&error), "PreconditionFailed");
    assert_eq!(error.raw_response().unwrap().status().as_u16(), 412);

    let etag = first.e_tag().unwrap();
    put().if_match(etag).body(b"3".to_vec().into()).send().await.unwrap();
    let error = put().if_match(etag).body(b"4".to_vec().into()).send().await.unwrap_err();
    assert_eq!(code(&error), "PreconditionFailed");
    assert_eq!(stack.get("a").await.unwrap(), b"3");
    let absent = stack.client.put_object().bucket(BUCKET).key("none").if_match(etag);
    assert_eq!(code(&absent.send().await.unwrap_err()), "NoSuchKey");
    assert_eq!(stack.blobs(), 1, "refused and replaced bodies are gone");
}

#[tokio::test]
async fn one_of_many_concurrent_creators_wins() {
    let stack = Stack::start().await;
    let mut writers = tokio::task::JoinSet::new();
    for writer in 0..16_u8 {
        let put = stack.client.put_object().bucket(BUCKET).key("a").if_none_match("*");
        writers.spawn(put.body(vec![writer; 1000].into()).send());
    }
    let outcomes = writers.join_all().await;
    assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), 1);
    assert_eq!(stack.blobs(), 1);
}

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
