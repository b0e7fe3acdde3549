//! Multipart uploads.

use aws_sdk_s3::types::{ChecksumAlgorithm, ChecksumType, CompletedMultipartUpload, CompletedPart};

use crate::support::{BUCKET, Stack, code};

const PART: usize = 5 << 20;

async fn start(stack: &Stack, key: &str) -> String {
    let started = stack.client.create_multipart_upload().bucket(BUCKET).key(key).content_type("text/x");
    started.send().await.unwrap().upload_id().unwrap().to_owned()
}

async fn send(stack: &Stack, key: &str, id: &str, number: i32, body: Vec<u8>) -> CompletedPart {
    let part = stack.client.upload_part().bucket(BUCKET).key(key).upload_id(id).part_number(number);
    let sent = part.body(body.into()).send().await.unwrap();
    CompletedPart::builder().part_number(number).e_tag(sent.e_tag().unwrap()).build()
}

fn list(parts: impl IntoIterator<Item = CompletedPart>) -> CompletedMultipartUpload {
    CompletedMultipartUpload::builder().set_parts(Some(parts.into_iter().collect())).build()
}

#[tokio::test]
async fn parts_become_one_object() {
    let stack = Stack::start().await;
    let id = start(&stack, "a").await;
    // Out of order, one of them twice, and one that is not chosen in the end.
    let second = send(&stack, "a", &id, 2, vec![2; 10]).await;
    send(&stack, "a", &id, 1, vec![9; PART]).await;
    let first = send(&stack, "a", &id, 1, vec![1; PART]).await;
    send(&stack, "a", &id, 3, vec![3; 10]).await;
    assert_eq!(stack.get("a").await, None, "invisible until completed");
    let parts = stack.client.list_parts().bucket(BUCKET).key("a").upload_id(&id).max_parts(2).send().await.unwrap();
    assert_eq!(parts.parts().len(), 2);
    assert_eq!(parts.is_truncated(), Some(true));

    let complete = || stack.client.complete_multipart_upload().bucket(BUCKET).key("a").upload_id(&id);
    let done = complete().multipart_upload(list([first.clone(), second.clone()])).send().await.unwrap();
    assert!(done.e_tag().unwrap().ends_with("-2\""));
    let head = stack.client.head_object().bucket(BUCKET).key("a").send().await.unwrap();
    assert_eq!(head.content_type(), Some("text/x"));
    assert_eq!(head.e_tag(), done.e_tag());
    let expected = [vec![1; PART], vec![2; 10]].concat();
    assert!(stack.get("a").await.unwrap() == expected);
    assert_eq!(stack.blobs(), 1, "the parts are gone");
    let again = complete().multipart_upload(list([first, second])).send().await.unwrap_err();
    assert_eq!(code(&again), "NoSuchUpload");
}

#[tokio::test]
async fn wrong_lists_are_refused_and_the_upload_goes_on() {
    let stack = Stack::start().await;
    let id = start(&stack, "a").await;
    let first = send(&stack, "a", &id, 1, vec![1; 10]).await;
    let second = send(&stack, "a", &id, 2, vec![2; 10]).await;
    let foreign = CompletedPart::builder().part_number(1).e_tag("\"other\"").build();
    let missing = CompletedPart::builder().part_number(7).e_tag("\"other\"").build();
    for (parts, expected) in [
        (vec![second.clone(), first.clone()], "InvalidPartOrder"),
        (vec![first.clone(), second.clone()], "EntityTooSmall"),
        (vec![foreign], "InvalidPart"),
        (vec![missing], "InvalidPart"),
    ] {
        let complete = stack.client.complete_multipart_upload().bucket(BUCKET).key("a").upload_id(&id);
        let error = complete.multipart_upload(list(parts)).send().await.unwrap_err();
        assert_eq!(code(&error), expected);
    }
    let elsewhere = stack.client.complete_multipart_upload().bucket(BUCKET).key("b").upload_id(&id);
    let error = elsewhere.multipart_upload(list([first.clone()])).send().await.unwrap_err();
    assert_eq!(code(&error), "NoSuchUpload");
    let complete = stack.client.complete_multipart_upload().bucket(BUCKET).key("a").upload_id(&id);
    complete.multipart_upload(list([first])).send().await.unwrap();
    assert_eq!(stack.get("a").await.unwrap(), vec![1; 10]);
}

#[tokio::test]
async fn checksums_of_parts_and_of_the_whole_are_checked() {
    let stack = Stack::start().await;
    for (algorithm, kind) in [(ChecksumAlgorithm::Sha256, ChecksumType::Composite), (ChecksumAlgorithm::Crc32, ChecksumType::FullObject)] {
        let started = stack.client.create_multipart_upload().bucket(BUCKET).key("a");
        let started = started.checksum_algorithm(algorithm.clone()).checksum_type(kind.clone()).send().await.unwrap();
        let id = started.upload_id().unwrap();
        let part = stack.client.upload_part().bucket(BUCKET).key("a").upload_id(id).part_number(1);
        let sent = part.checksum_algorithm(algorithm.clone()).body(b"hello".to_vec().into()).send().await.unwrap();
        let completed = CompletedPart::builder().part_number(1).e_tag(sent.e_tag().unwrap()).build();
        let complete = || {
            let complete = stack.client.complete_multipart_upload().bucket(BUCKET).key("a").upload_id(id);
            complete.multipart_upload(list([completed.clone()]))
        };
        let (wrong, right) = match kind {
            ChecksumType::FullObject => (complete().checksum_crc32("AAAAAA=="), complete().checksum_crc32("NhCmhg==")),
            _ => (complete().checksum_sha256("AAAA-1"), complete()),
        };
        assert_eq!(code(&wrong.send().await.unwrap_err()), "BadDigest");
        let done = right.send().await.unwrap();
        assert_eq!(done.checksum_type(), Some(&kind));
        let value = done.checksum_crc32().or(done.checksum_sha256()).unwrap();
        assert_eq!(value.ends_with("-1"), kind == ChecksumType::Composite);
        assert_eq!(stack.get("a").await.unwrap(), b"hello");
    }
}

#[tokio::test]
async fn an_aborted_upload_leaves_nothing() {
    let stack = Stack::start().await;
    let id = start(&stack, "a").await;
    send(&stack, "a", &id, 1, vec![1; 10]).await;
    stack.client.abort_multipart_upload().bucket(BUCKET).key("a").upload_id(&id).send().await.unwrap();
    assert_eq!(stack.get("a").await, None);
    assert_eq!(stack.blobs(), 0);
    let part = stack.client.upload_part().bucket(BUCKET).key("a").upload_id(&id).part_number(2);
    assert_eq!(code(&part.body(vec![1].into()).send().await.unwrap_err()), "NoSuchUpload");
}

#[tokio::test]
async fn an_unfinished_upload_goes_on_after_a_restart() {
    let stack = Stack::start().await;
    let id = start(&stack, "a").await;
    let first = send(&stack, "a", &id, 1, vec![1; PART]).await;
    let stack = stack.restart().await;
    let second = send(&stack, "a", &id, 2, vec![2; 3]).await;
    let complete = stack.client.complete_multipart_upload().bucket(BUCKET).key("a").upload_id(&id);
    complete.multipart_upload(list([first, second])).send().await.unwrap();
    assert_eq!(stack.get("a").await.unwrap().len(), PART + 3);
}
