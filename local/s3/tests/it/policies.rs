//! What holders of a session token may do.

use reqwest::StatusCode;

use aws_sdk_s3::types::{Delete, ObjectIdentifier};

use crate::support::{BUCKET, READER, SECRET_KEY, Stack, client_with, code, fresh};

#[tokio::test]
async fn a_session_does_what_it_may_also_by_signed_urls() {
    let stack = Stack::start().await;
    stack.put("in/a", b"hello").await;
    let reader = client_with(stack.address, SECRET_KEY, Some(READER));
    reader.get_object().bucket(BUCKET).key("in/a").send().await.unwrap();
    let refused = reader.put_object().bucket(BUCKET).key("in/a").body(b"x".to_vec().into()).send().await.unwrap_err();
    assert_eq!((code(&refused).as_str(), refused.raw_response().unwrap().status().as_u16()), ("AccessDenied", 403));
    assert_eq!(code(&reader.list_objects_v2().bucket(BUCKET).send().await.unwrap_err()), "AccessDenied");
    let download = reader.get_object().bucket(BUCKET).key("in/a").presigned(fresh()).await.unwrap();
    assert_eq!(reqwest::get(download.uri()).await.unwrap().status(), StatusCode::OK);
    let upload = reader.put_object().bucket(BUCKET).key("in/a").presigned(fresh()).await.unwrap();
    let answer = reqwest::Client::new().put(upload.uri()).body("x").send().await.unwrap();
    assert_eq!(answer.status(), StatusCode::FORBIDDEN);
    assert!(answer.text().await.unwrap().contains("the reader may not use PutObject"));
}

/// Which objects a request deletes is said in its body.
#[tokio::test]
async fn each_object_of_a_batch_is_asked_about() {
    let stack = Stack::start().await;
    for key in ["in/a", "out/a"] {
        stack.put(key, b"hello").await;
    }
    let reader = client_with(stack.address, SECRET_KEY, Some(READER));
    let delete = |keys: &[&str]| {
        let objects = keys.iter().map(|key| ObjectIdentifier::builder().key(*key).build().unwrap()).collect();
        let delete = Delete::builder().set_objects(Some(objects)).build().unwrap();
        reader.delete_objects().bucket(BUCKET).delete(delete).send()
    };
    assert_eq!(code(&delete(&["in/a", "out/a"]).await.unwrap_err()), "AccessDenied");
    assert!(stack.get("in/a").await.is_some());
    delete(&["in/a"]).await.unwrap();
    assert!(stack.get("in/a").await.is_none());
}
