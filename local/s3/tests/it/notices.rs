//! Object-created notices.

use std::time::Duration;

use aws_sdk_s3::types::{CompletedMultipartUpload, CompletedPart};
use local_s3::Cause;

use crate::support::{BUCKET, Stack};

async fn seen(stack: &Stack) -> Vec<(String, Cause, u64)> {
    let notices = stack.s3.next_notices(100).await.unwrap();
    notices.into_iter().map(|notice| (notice.key, notice.cause, notice.size)).collect()
}

#[tokio::test]
async fn every_way_to_create_an_object_is_noticed_once() {
    let stack = Stack::start().await;
    stack.s3.set_notifications(BUCKET, "", "").await.unwrap();
    stack.s3.set_notifications(BUCKET, "", "").await.unwrap();
    stack.put("a", b"hello").await;
    stack.client.copy_object().bucket(BUCKET).key("b").copy_source("uploads/a").send().await.unwrap();
    let started = stack.client.create_multipart_upload().bucket(BUCKET).key("c").send().await.unwrap();
    let id = started.upload_id().unwrap();
    let part = stack.client.upload_part().bucket(BUCKET).key("c").upload_id(id).part_number(1);
    let sent = part.body(b"12".to_vec().into()).send().await.unwrap();
    let part = CompletedPart::builder().part_number(1).e_tag(sent.e_tag().unwrap()).build();
    let complete = stack.client.complete_multipart_upload().bucket(BUCKET).key("c").upload_id(id);
    complete.multipart_upload(CompletedMultipartUpload::builder().parts(part).build()).send().await.unwrap();
    // None of these creates an object.
    let refused = stack.client.put_object().bucket(BUCKET).key("a").if_none_match("*").send().await;
    assert!(refused.is_err());
    stack.client.delete_object().bucket(BUCKET).key("a").send().await.unwrap();

    let expected = [("a".to_owned(), Cause::Put, 5), ("b".to_owned(), Cause::Copy, 5), ("c".to_owned(), Cause::CompleteMultipartUpload, 2)];
    assert_eq!(seen(&stack).await, expected);
}

#[tokio::test]
async fn only_wanted_keys_are_noticed() {
    let stack = Stack::start().await;
    stack.put("early", b"x").await;
    stack.s3.set_notifications(BUCKET, "in/", ".zip").await.unwrap();
    for key in ["in/a.txt", "out/a.zip", "in/a.zip", "xin/a.zip"] {
        stack.put(key, b"x").await;
    }
    assert_eq!(seen(&stack).await, [("in/a.zip".to_owned(), Cause::Put, 1)]);
    stack.s3.set_notifications(BUCKET, "out/", "").await.unwrap();
    stack.put("in/b.zip", b"x").await;
    stack.put("out/b", b"x").await;
    assert_eq!(seen(&stack).await.last().unwrap().0, "out/b");
    assert!(stack.s3.set_notifications("missing", "", "").await.is_err());
}

#[tokio::test]
async fn a_notice_is_given_again_until_it_is_forgotten() {
    let stack = Stack::start().await;
    stack.s3.set_notifications(BUCKET, "", "").await.unwrap();
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
    stack.s3.set_notifications(BUCKET, "", "").await.unwrap();
    let s3 = stack.s3.clone();
    let waiting = tokio::spawn(async move { s3.next_notices(10).await.unwrap() });
    stack.put("a b", b"1").await;
    let notices = tokio::time::timeout(Duration::from_secs(10), waiting).await.unwrap().unwrap();
    let event = notices[0].to_event("eu-central-1");
    assert_eq!(event["Records"][0]["s3"]["object"]["key"], "a+b");
    assert_eq!(event["Records"][0]["s3"]["object"]["eTag"], "c4ca4238a0b923820dcc509a6f75849b");
}
