//! Buckets and what is listed of them.

use aws_sdk_s3::types::EncodingType;

use crate::support::{BUCKET, Stack, code};

#[tokio::test]
async fn listings_page_and_roll_up() {
    let stack = Stack::start().await;
    for key in ["a", "b/1", "b/2", "c+d e", "d/x/1"] {
        stack.put(key, b"x").await;
    }
    let list = || stack.client.list_objects_v2().bucket(BUCKET);
    let page = list().delimiter("/").max_keys(3).send().await.unwrap();
    let keys: Vec<_> = page.contents().iter().filter_map(|object| object.key()).collect();
    let prefixes: Vec<_> = page.common_prefixes().iter().filter_map(|common| common.prefix()).collect();
    assert_eq!((keys, prefixes), (vec!["a", "c+d e"], vec!["b/"]));
    assert_eq!(page.is_truncated(), Some(true));
    let token = page.next_continuation_token().unwrap();
    let page = list().delimiter("/").continuation_token(token).send().await.unwrap();
    assert_eq!(page.common_prefixes()[0].prefix(), Some("d/"));
    assert_eq!(page.is_truncated(), Some(false));
    let page = list().prefix("b/").start_after("b/1").send().await.unwrap();
    assert_eq!(page.contents()[0].key(), Some("b/2"));
    let page = list().prefix("c").encoding_type(EncodingType::Url).send().await.unwrap();
    assert_eq!(page.contents()[0].key(), Some("c%2Bd%20e"));
    assert_eq!(code(&list().continuation_token("zz").send().await.unwrap_err()), "InvalidArgument");
    assert_eq!(list().max_keys(0).send().await.unwrap().key_count(), Some(0));
}

#[tokio::test]
async fn only_present_buckets_with_possible_names_are_used() {
    let stack = Stack::start().await;
    stack.s3.create_bucket(BUCKET).await.unwrap();
    let missing = stack.client.put_object().bucket("second").key("a").send().await.unwrap_err();
    assert_eq!(code(&missing), "NoSuchBucket");
    assert!(stack.s3.create_bucket("No").await.is_err());
}
