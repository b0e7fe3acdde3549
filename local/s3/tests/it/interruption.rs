//! Uploads that break off.

use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;

use crate::support::{BUCKET, Stack, fresh, until};

#[tokio::test]
async fn an_upload_that_breaks_off_leaves_nothing() {
    let stack = Stack::start().await;
    stack.s3.enable_notices(BUCKET).await.unwrap();
    stack.put("a", b"before").await;
    let signed = stack.client.put_object().bucket(BUCKET).key("a").presigned(fresh()).await.unwrap();
    let target = signed.uri().strip_prefix(&stack.url("")).unwrap();
    let mut stream = TcpStream::connect(stack.address).await.unwrap();
    let head = format!("PUT {target} HTTP/1.1\r\nhost: {}\r\ncontent-length: 1000\r\n\r\n", stack.address);
    stream.write_all(head.as_bytes()).await.unwrap();
    stream.write_all(&[7; 500]).await.unwrap();
    until(async || stack.blobs() == 2).await;
    assert_eq!(stack.get("a").await.unwrap(), b"before");
    drop(stream);
    until(async || stack.blobs() == 1).await;
    assert_eq!(stack.get("a").await.unwrap(), b"before");
    assert_eq!(stack.s3.next_notices(10).await.unwrap().len(), 1);
}

#[tokio::test]
async fn a_reader_keeps_what_it_opened() {
    let stack = Stack::start().await;
    let old = vec![1; 3 << 20];
    stack.put("a", &old).await;
    let opened = stack.client.get_object().bucket(BUCKET).key("a").send().await.unwrap();
    stack.put("a", b"new").await;
    stack.delete("a").await;
    assert!(opened.body.collect().await.unwrap().to_vec() == old);
}
