//! Object-created notices.

use std::time::Duration;

use crate::support::{BUCKET, Stack};

#[tokio::test]
async fn every_new_object_of_a_bucket_that_asks_is_noticed_once() {
    let stack = Stack::start().await;
    stack.put("early", b"x").await;
    stack.s3.enable_notices(BUCKET).await.unwrap();
    stack.s3.enable_notices(BUCKET).await.unwrap();
    stack.put("a", b"hello").await;
    stack.put("a", b"again!").await;
    // None of these creates an object.
    let refused = stack.client.put_object().bucket(BUCKET).key("b").content_md5("not base64").send().await;
    assert!(refused.is_err());
    stack.delete("a").await;

    let notices = stack.s3.next_notices(100).await.unwrap();
    let seen: Vec<_> = notices.iter().map(|notice| (notice.key.as_str(), notice.size)).collect();
    assert_eq!(seen, [("a", 5), ("a", 6)]);
    assert!(stack.s3.enable_notices("missing").await.is_err());
}

#[tokio::test]
async fn a_notice_is_given_again_until_it_is_forgotten() {
    let stack = Stack::start().await;
    stack.s3.enable_notices(BUCKET).await.unwrap();
    stack.put("a", b"1").await;
    stack.put("b", b"2").await;
    let first = stack.s3.next_notices(1).await.unwrap();
    assert_eq!(first[0].key, "a");
    let stack = stack.restart().await;
    let again = stack.s3.next_notices(10).await.unwrap();
    assert_eq!(again[0], first[0]);
    assert_eq!(again.len(), 2);
    assert!(again[0].sequencer() < again[1].sequencer());

    stack.s3.forget_notices(&[again[0].id, again[1].id, 99]).await.unwrap();
    let stack = stack.restart().await;
    let none = tokio::time::timeout(Duration::from_millis(50), stack.s3.next_notices(10)).await;
    assert!(none.is_err(), "nothing is left");
    // The wish is kept, and ids are never used again.
    stack.put("c", b"3").await;
    let later = stack.s3.next_notices(10).await.unwrap();
    assert_eq!(later[0].key, "c");
    assert!(later[0].id > again[1].id);
}

#[tokio::test]
async fn a_waiting_caller_wakes_up() {
    let stack = Stack::start().await;
    stack.s3.enable_notices(BUCKET).await.unwrap();
    let s3 = stack.s3.clone();
    let waiting = tokio::spawn(async move { s3.next_notices(10).await.unwrap() });
    stack.put("a b", b"1").await;
    let notices = tokio::time::timeout(Duration::from_secs(10), waiting).await.unwrap().unwrap();
    let event = notices[0].to_event("eu-central-1");
    assert_eq!(event["Records"][0]["s3"]["object"]["key"], "a+b");
    assert_eq!(event["Records"][0]["s3"]["object"]["eTag"], "c4ca4238a0b923820dcc509a6f75849b");
}
