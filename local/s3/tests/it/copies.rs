//! Copies.

use aws_sdk_s3::types::MetadataDirective;

use crate::support::{BUCKET, Stack, code};

#[tokio::test]
async fn a_copy_outlives_its_source() {
    let stack = Stack::start().await;
    let put = stack.client.put_object().bucket(BUCKET).key("dir/a b").metadata("m", "1").tagging("t=1");
    put.body(b"hello".to_vec().into()).send().await.unwrap();
    let copy = || stack.client.copy_object().bucket(BUCKET).copy_source("uploads/dir/a%20b");
    copy().key("kept").send().await.unwrap();
    let replacing = copy().key("replaced").metadata_directive(MetadataDirective::Replace).metadata("m", "2");
    replacing.send().await.unwrap();
    stack.client.delete_object().bucket(BUCKET).key("dir/a b").send().await.unwrap();

    assert_eq!(stack.get("dir/a b").await, None);
    for (key, metadata) in [("kept", "1"), ("replaced", "2")] {
        assert_eq!(stack.get(key).await.unwrap(), b"hello");
        let head = stack.client.head_object().bucket(BUCKET).key(key).send().await.unwrap();
        assert_eq!(head.metadata().unwrap()["m"], metadata);
    }
    assert_eq!(stack.blobs(), 1, "copies share one blob");
    for key in ["kept", "replaced"] {
        stack.client.delete_object().bucket(BUCKET).key(key).send().await.unwrap();
    }
    assert_eq!(stack.blobs(), 0);
}

#[tokio::test]
async fn a_copy_that_makes_no_sense_is_refused() {
    let stack = Stack::start().await;
    stack.put("kept", b"hello").await;
    stack.put("other", b"other").await;
    let copy = |source: &str, key: &str| stack.client.copy_object().bucket(BUCKET).copy_source(format!("uploads/{source}")).key(key);
    assert_eq!(code(&copy("none", "a").send().await.unwrap_err()), "NoSuchKey");
    assert_eq!(code(&copy("kept", "kept").send().await.unwrap_err()), "InvalidRequest");
    let guarded = copy("kept", "other").if_none_match("*");
    assert_eq!(code(&guarded.send().await.unwrap_err()), "PreconditionFailed");
    let outdated = copy("kept", "other").copy_source_if_match("\"old\"");
    assert_eq!(code(&outdated.send().await.unwrap_err()), "PreconditionFailed");
    assert_eq!(stack.get("other").await.unwrap(), b"other");
}
