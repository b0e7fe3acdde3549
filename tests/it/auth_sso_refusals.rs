//! /v1/auth/sso: who is refused reads why on the sign-in page.

use crate::{
    stack::{run, site},
    workspace::Workspace,
};
use reqwest::{Client, Response, redirect::Policy};

/// As a browser that goes to an address, or as a program that asks.
async fn go(path: &str, accept: &str) -> Response {
    let client = Client::builder().redirect(Policy::none()).build().expect("a client");
    client.get(format!("{}{path}", site().url)).header("accept", accept).send().await.expect("the API answers")
}

#[test]
fn a_browser_is_sent_to_the_sign_in_page_with_the_reason() {
    run(async {
        let workspace = Workspace::open().await;
        let paths = [
            ("/v1/auth/sso/callback?state=x&code=y".to_owned(), "This%20sign%2Din%20was%20not%20begun%20in%20this%20browser", 401),
            (format!("/v1/auth/sso/start?workspace={}&provider=x", workspace.id), "This%20identity%20provider%20doesn%27t%20exist", 404),
        ];
        for (path, words, status) in paths {
            let page = go(&path, "text/html,application/xhtml+xml,*/*;q=0.8").await;
            let header = |name: &str| page.headers().get(name).and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned();
            assert_eq!(page.status(), 302, "{path}");
            assert!(header("location").ends_with('/'), "{}", header("location"));
            // Scripts of the page read it, once and soon; other sites neither set nor see it.
            let cookie = header("set-cookie");
            assert!(cookie.starts_with(&format!("__Host-trellis_refusal={words}")), "{cookie}");
            assert!(cookie.ends_with("; Path=/; Max-Age=60; Secure; SameSite=Lax"), "{cookie}");
            // A program gets the problem itself.
            let answer = go(&path, "*/*").await;
            assert_eq!(
                (answer.status().as_u16(), answer.headers().get("content-type").expect("a type").as_bytes()),
                (status, b"application/problem+json".as_slice())
            );
        }
    });
}
