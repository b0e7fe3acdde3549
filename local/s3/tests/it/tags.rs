//! Tags, and what the bucket's policy makes of them.

use local_s3::Tags;

use crate::support::{BUCKET, Stack, code, fresh};

#[tokio::test]
async fn an_object_is_unreadable_until_it_has_the_tag() {
    let stack = Stack::start().await;
    stack.put("quarantine/a", b"hello").await;
    let get = || stack.client.get_object().bucket(BUCKET).key("quarantine/a");
    assert_eq!(code(&get().send().await.unwrap_err()), "AccessDenied");
    let signed = get().response_content_type("text/x").response_content_disposition("inline").presigned(fresh()).await.unwrap();
    assert_eq!(reqwest::get(signed.uri()).await.unwrap().status(), 403);
    assert!(stack.client.head_object().bucket(BUCKET).key("quarantine/a").send().await.is_err());

    let tags = stack.client.get_object_tagging().bucket(BUCKET).key("quarantine/a").send().await.unwrap();
    assert_eq!(tags.tag_set().len(), 0);
    assert_eq!(stack.s3.beginning(BUCKET, "quarantine/a", "other", 3).await.unwrap(), None);
    let etag = "5d41402abc4b2a76b9719d911017c592";
    assert_eq!(stack.s3.beginning(BUCKET, "quarantine/a", etag, 3).await.unwrap().unwrap(), b"hel");
    assert!(!stack.s3.tag(BUCKET, "quarantine/a", "other", Tags::one("scan", "clean")).await.unwrap());
    assert!(stack.s3.tag(BUCKET, "quarantine/a", etag, Tags::one("scan", "clean")).await.unwrap());
    let tags = stack.client.get_object_tagging().bucket(BUCKET).key("quarantine/a").send().await.unwrap();
    assert_eq!((tags.tag_set()[0].key(), tags.tag_set()[0].value()), ("scan", "clean"));
    let answer = reqwest::get(signed.uri()).await.unwrap();
    assert_eq!(
        (answer.status().as_u16(), &answer.headers()["content-type"], &answer.headers()["content-disposition"]),
        (200, &"text/x".parse().unwrap(), &"inline".parse().unwrap())
    );
    assert_eq!(answer.text().await.unwrap(), "hello");

    // What takes its place has not been looked at.
    stack.put("quarantine/a", b"other").await;
    assert_eq!(code(&get().send().await.unwrap_err()), "AccessDenied");
}
