//! What S3 has and this store has not is refused by its name.

use reqwest::StatusCode;

use crate::support::{BUCKET, Stack, code};

#[tokio::test]
async fn operations_that_the_platform_does_not_use_are_refused_by_name() {
    let stack = Stack::start().await;
    stack.put("a", b"x").await;
    let (client, source) = (&stack.client, format!("{BUCKET}/a"));
    let copy = client.copy_object().bucket(BUCKET).key("b").copy_source(source.clone()).send().await.unwrap_err();
    let part = client.upload_part_copy().bucket(BUCKET).key("b").upload_id("u").part_number(1).copy_source(source.clone());
    let part = part.send().await.unwrap_err();
    let tags = client.delete_object_tagging().bucket(BUCKET).key("a").send().await.unwrap_err();
    let delete = client.delete_object().bucket(BUCKET).key("a").send().await.unwrap_err();
    let bucket = client.create_bucket().bucket("second").send().await.unwrap_err();
    let buckets = client.list_buckets().send().await.unwrap_err();
    let told = [
        (code(&copy), format!("{copy:?}"), "CopyObject"),
        (code(&part), format!("{part:?}"), "UploadPartCopy"),
        (code(&tags), format!("{tags:?}"), "DeleteObjectTagging"),
        (code(&delete), format!("{delete:?}"), "DeleteObject"),
        (code(&bucket), format!("{bucket:?}"), "CreateBucket"),
        (code(&buckets), format!("{buckets:?}"), "ListBuckets"),
    ];
    for (code, error, operation) in told {
        assert_eq!(code, "NotImplemented", "{error}");
        assert!(error.contains(&format!("{operation} is not implemented")), "{error}");
    }
    assert_eq!(stack.get("a").await.unwrap(), b"x");
}

#[tokio::test]
async fn what_would_change_the_meaning_of_an_upload_is_not_ignored() {
    let stack = Stack::start().await;
    let put = || stack.client.put_object().bucket(BUCKET).key("a").body(b"x".to_vec().into());
    for refused in [put().tagging("a=1"), put().if_none_match("\"x\""), put().sse_customer_algorithm("AES256")] {
        assert_eq!(code(&refused.send().await.unwrap_err()), "NotImplemented");
    }
    assert_eq!(stack.get("a").await, None);
    assert_eq!(stack.blobs(), 0);
}

#[tokio::test]
async fn a_posted_form_is_refused_before_its_file_is_read() {
    let stack = Stack::start().await;
    let form = reqwest::Client::new().post(stack.url("/uploads")).header("content-type", "multipart/form-data; boundary=b");
    let answer = form.body("--b\r\n").send().await.unwrap();
    assert_eq!(answer.status(), StatusCode::NOT_IMPLEMENTED);
    assert!(answer.text().await.unwrap().contains("PostObject is not implemented"));
}
