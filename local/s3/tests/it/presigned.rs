//! Presigned URLs, and every way to get around one.

use reqwest::StatusCode;

use crate::support::{BUCKET, Stack, client, code, expired, fresh};

async fn put(url: &str, body: &str) -> StatusCode {
    let request = reqwest::Client::new().put(url).body(body.to_owned());
    request.send().await.unwrap().status()
}

async fn get(url: &str) -> StatusCode {
    reqwest::get(url).await.unwrap().status()
}

#[tokio::test]
async fn a_presigned_put_and_get_work() {
    let stack = Stack::start().await;
    let key = "in/some file (1) ü+~.zip";
    let request = stack.client.put_object().bucket(BUCKET).key(key).content_type("application/zip");
    let signed = request.content_length(5).presigned(fresh()).await.unwrap();
    let mut upload = reqwest::Client::new().put(signed.uri()).body("hello");
    for (name, value) in signed.headers() {
        upload = upload.header(name, value);
    }
    let answer = upload.send().await.unwrap();
    assert_eq!(answer.status(), StatusCode::OK);
    assert_eq!(answer.headers()["etag"], "\"5d41402abc4b2a76b9719d911017c592\"");

    let signed = stack.client.get_object().bucket(BUCKET).key(key).presigned(fresh()).await.unwrap();
    let answer = reqwest::get(signed.uri()).await.unwrap();
    assert_eq!(answer.status(), StatusCode::OK);
    assert_eq!(answer.headers()["content-type"], "application/zip");
    assert_eq!(answer.text().await.unwrap(), "hello");
}

#[tokio::test]
async fn answer_headers_can_be_overridden_in_a_signed_get() {
    let stack = Stack::start().await;
    stack.put("a", b"x").await;
    let request = stack.client.get_object().bucket(BUCKET).key("a");
    let request = request.response_content_disposition("attachment; filename=\"b.txt\"");
    let signed = request.presigned(fresh()).await.unwrap();
    let answer = reqwest::get(signed.uri()).await.unwrap();
    assert_eq!(answer.headers()["content-disposition"], "attachment; filename=\"b.txt\"");
}

#[tokio::test]
async fn an_expired_url_is_refused() {
    let stack = Stack::start().await;
    stack.put("a", b"x").await;
    let signed = stack.client.get_object().bucket(BUCKET).key("a").presigned(expired()).await.unwrap();
    assert_eq!(get(signed.uri()).await, StatusCode::FORBIDDEN);
    let signed = stack.client.put_object().bucket(BUCKET).key("b").presigned(expired()).await.unwrap();
    assert_eq!(put(signed.uri(), "x").await, StatusCode::FORBIDDEN);
    assert_eq!(stack.get("b").await, None);
}

#[tokio::test]
async fn a_tampered_url_is_refused() {
    let stack = Stack::start().await;
    stack.put("a", b"x").await;
    stack.put("b", b"secret").await;
    let signed = stack.client.get_object().bucket(BUCKET).key("a").presigned(fresh()).await.unwrap();
    let url = signed.uri();
    assert_eq!(get(url).await, StatusCode::OK);
    let last = url.chars().last().unwrap();
    let tampered = [
        url.replace("/uploads/a?", "/uploads/b?"),
        url.replace("X-Amz-Expires=600", "X-Amz-Expires=60000"),
        format!("{url}&response-content-type=text%2Fhtml"),
        format!("{}{}", &url[..url.len() - 1], if last == '0' { '1' } else { '0' }),
        url.replace("LOCALACCESSKEY", "OTHERACCESSKEY"),
        url.replace("eu-central-1", "eu-central-2"),
    ];
    for tampered in tampered {
        assert_ne!(tampered, url);
        assert_eq!(get(&tampered).await, StatusCode::FORBIDDEN, "{tampered}");
    }
    // The method is signed too.
    assert_eq!(put(url, "other").await, StatusCode::FORBIDDEN);
    let delete = reqwest::Client::new().delete(url).send().await.unwrap();
    assert_eq!(delete.status(), StatusCode::FORBIDDEN);
    assert_eq!(stack.get("a").await.unwrap(), b"x");
}

#[tokio::test]
async fn headers_are_part_of_what_was_signed() {
    let stack = Stack::start().await;
    let request = stack.client.put_object().bucket(BUCKET).key("a").content_type("image/png");
    let signed = request.presigned(fresh()).await.unwrap();
    let send = |content_type: &'static str, extra: Option<(&'static str, &'static str)>| {
        let mut upload = reqwest::Client::new().put(signed.uri()).body("x").header("content-type", content_type);
        if let Some((name, value)) = extra {
            upload = upload.header(name, value);
        }
        async { upload.send().await.unwrap().status() }
    };
    assert_eq!(send("text/html", None).await, StatusCode::FORBIDDEN);
    assert_eq!(send("image/png", Some(("x-amz-tagging", "state=clean"))).await, StatusCode::FORBIDDEN);
    assert_eq!(send("image/png", Some(("x-amz-meta-owner", "me"))).await, StatusCode::FORBIDDEN);
    assert_eq!(send("image/png", Some(("host", "elsewhere"))).await, StatusCode::FORBIDDEN);
    assert_eq!(stack.get("a").await, None);
    assert_eq!(send("image/png", None).await, StatusCode::OK);
}

#[tokio::test]
async fn anonymous_requests_are_refused() {
    let stack = Stack::start().await;
    stack.put("a", b"x").await;
    let http = reqwest::Client::new();
    let requests = [
        http.get(stack.url("/")),
        http.get(stack.url("/uploads?list-type=2")),
        http.get(stack.url("/uploads/a")),
        http.head(stack.url("/uploads/a")),
        http.put(stack.url("/uploads/a")).body("y"),
        http.put(stack.url("/another")),
        http.delete(stack.url("/uploads/a")),
        http.post(stack.url("/uploads/a?uploads")),
        http.get(stack.url("/uploads/a?tagging")),
        http.get(stack.url("/missing/a")),
    ];
    for request in requests {
        let request = request.build().unwrap();
        let what = format!("{} {}", request.method(), request.url());
        assert_eq!(http.execute(request).await.unwrap().status(), StatusCode::FORBIDDEN, "{what}");
    }
    assert_eq!(stack.get("a").await.unwrap(), b"x");
}

#[tokio::test]
async fn a_wrong_secret_is_refused() {
    let stack = Stack::start().await;
    let stranger = client(stack.address, "guess");
    let error = stranger.put_object().bucket(BUCKET).key("a").body(vec![1].into()).send().await.unwrap_err();
    assert_eq!(code(&error), "SignatureDoesNotMatch");
    let error = stranger.list_objects_v2().bucket(BUCKET).send().await.unwrap_err();
    assert_eq!(code(&error), "SignatureDoesNotMatch");
}

#[tokio::test]
async fn a_url_lives_for_a_week_at_most() {
    let stack = Stack::start().await;
    stack.put("a", b"x").await;
    let signed = stack.client.get_object().bucket(BUCKET).key("a").presigned(fresh()).await.unwrap();
    let url = signed.uri().replace("X-Amz-Expires=600", "X-Amz-Expires=700000");
    assert_ne!(get(&url).await, StatusCode::OK);
}

#[tokio::test]
async fn the_old_signature_version_is_refused() {
    let stack = Stack::start().await;
    let request = reqwest::Client::new().get(stack.url("/uploads/a"));
    let request = request.header("authorization", "AWS LOCALACCESSKEY:c2lnbmF0dXJl").header("date", "now");
    assert_ne!(request.send().await.unwrap().status(), StatusCode::OK);
    let url = stack.url("/uploads/a?AWSAccessKeyId=LOCALACCESSKEY&Expires=99999999999&Signature=c2ln");
    assert_eq!(get(&url).await, StatusCode::FORBIDDEN);
}
