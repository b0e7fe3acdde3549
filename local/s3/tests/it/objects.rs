//! Objects through the AWS SDK: content, ranges, keys, deletion.

use aws_sdk_s3::types::{Delete, ObjectIdentifier};

use crate::support::{BUCKET, Stack, code, files};

#[tokio::test]
async fn what_was_written_is_read_with_all_that_was_said_of_it() {
    let stack = Stack::start().await;
    let put = stack.client.put_object().bucket(BUCKET).key("a").body(b"hello".to_vec().into());
    let put = put.content_type("text/plain").content_disposition("inline").cache_control("no-store");
    let put = put.content_encoding("gzip").content_language("de").metadata("owner", "Jürgen");
    put.send().await.unwrap();

    let got = stack.client.get_object().bucket(BUCKET).key("a").send().await.unwrap();
    assert_eq!(got.content_type(), Some("text/plain"));
    assert_eq!(got.content_disposition(), Some("inline"));
    assert_eq!(got.cache_control(), Some("no-store"));
    assert_eq!(got.content_encoding(), Some("gzip"));
    assert_eq!(got.content_language(), Some("de"));
    assert_eq!(got.body.collect().await.unwrap().to_vec(), b"hello");

    let head = stack.client.head_object().bucket(BUCKET).key("a").send().await.unwrap();
    assert_eq!(head.content_length(), Some(5));
    assert_eq!(head.e_tag(), Some("\"5d41402abc4b2a76b9719d911017c592\""));
    assert!(head.metadata().unwrap().contains_key("owner"));
}

#[tokio::test]
async fn a_streamed_upload_does_not_keep_its_transfer_encoding() {
    let stack = Stack::start().await;
    stack.put("a", &vec![7; 300_000]).await;
    let head = stack.client.head_object().bucket(BUCKET).key("a").send().await.unwrap();
    assert_eq!(head.content_encoding(), None);
    assert_eq!(head.content_length(), Some(300_000));
    assert_eq!(head.content_type(), Some("application/octet-stream"));
    assert_eq!(stack.get("a").await.unwrap(), vec![7; 300_000]);
}

#[tokio::test]
async fn ranges_are_cut_out() {
    let stack = Stack::start().await;
    stack.put("a", b"0123456789").await;
    for (range, body, content_range) in [
        ("bytes=2-4", "234", "bytes 2-4/10"),
        ("bytes=7-", "789", "bytes 7-9/10"),
        ("bytes=-3", "789", "bytes 7-9/10"),
        ("bytes=8-100", "89", "bytes 8-9/10"),
    ] {
        let got = stack.client.get_object().bucket(BUCKET).key("a").range(range).send().await.unwrap();
        assert_eq!(got.content_range(), Some(content_range));
        assert_eq!(got.body.collect().await.unwrap().to_vec(), body.as_bytes());
    }
    let error = stack.client.get_object().bucket(BUCKET).key("a").range("bytes=10-").send().await.unwrap_err();
    assert_eq!(code(&error), "InvalidRange");
}

#[tokio::test]
async fn no_key_leaves_the_folder() {
    let stack = Stack::start().await;
    let outside = stack.folder.path().parent().unwrap().join("escaped");
    let keys = [
        "../../escaped",
        "../escaped",
        "a/../../b",
        "/etc/passwd",
        "..",
        ".",
        "s3.db",
        "blobs/x",
        "C:\\x",
        "a//b",
        "%2e%2e%2fx",
        "nul\u{1}",
        "é\u{10FFFF}",
    ];
    for key in keys {
        stack.put(key, key.as_bytes()).await;
    }
    for key in keys {
        assert_eq!(stack.get(key).await.unwrap(), key.as_bytes(), "{key}");
    }
    assert!(!outside.exists());
    let names = files(stack.folder.path());
    let blobs = names.iter().filter(|name| name.contains("/blobs/")).count();
    assert_eq!(blobs, keys.len());
    assert!(names.len() <= keys.len() + 4, "only the database and the lock beside the blobs: {names:?}");

    let long = "k".repeat(1025);
    let error = stack.client.put_object().bucket(BUCKET).key(long).send().await.unwrap_err();
    assert_eq!(code(&error), "KeyTooLongError");
    assert!(stack.client.put_object().bucket("..").key("a").send().await.is_err());
}

#[tokio::test]
async fn deleting_is_idempotent() {
    let stack = Stack::start().await;
    for key in ["a", "b"] {
        stack.put(key, b"x").await;
    }
    stack.delete("a").await;
    stack.delete("none").await;
    let identify = |key: &str| ObjectIdentifier::builder().key(key).build().unwrap();
    let delete = Delete::builder().objects(identify("a")).objects(identify("none")).build().unwrap();
    let deleted = stack.client.delete_objects().bucket(BUCKET).delete(delete).send().await.unwrap();
    assert_eq!(deleted.deleted().len(), 2);
    assert_eq!(stack.get("a").await, None);
    assert_eq!(stack.get("b").await.unwrap(), b"x");
    assert_eq!(stack.blobs(), 1);
}
