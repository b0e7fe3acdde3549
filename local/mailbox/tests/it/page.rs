//! The page over HTTP: JSON for programs, HTML for people, and nothing that a mail could run.

use axum::Router;
use local_mailbox::{Mail, PATH};
use reqwest::header::{ACCEPT, CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use reqwest::{Response, StatusCode};
use serde_json::{Value, json};

use crate::stage::{NOW, Stage, mail};

const BROWSER: &str = "text/html,application/xhtml+xml,*/*;q=0.8";
const HOSTILE: &str = "</h2><script>alert('1')</script><img src=x onerror=\"alert(2)\">&amp;";

struct Server {
    stage: Stage,
    address: String,
}

impl Server {
    async fn start() -> Self {
        let stage = Stage::new();
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}{PATH}", listener.local_addr().unwrap());
        let router = Router::new().nest(PATH, stage.mailbox.router());
        tokio::spawn(async move { axum::serve(listener, router).await });
        Self { stage, address }
    }

    async fn deliver(&self, mail: Mail) -> i64 {
        self.stage.mailbox.deliver(mail).await.unwrap()
    }

    async fn get(&self, path: &str, accept: Option<&str>) -> Response {
        let mut request = reqwest::Client::new().get(format!("{}{path}", self.address));
        if let Some(accept) = accept {
            request = request.header(ACCEPT, accept);
        }
        request.send().await.unwrap()
    }

    async fn html(&self, path: &str) -> String {
        let response = self.get(path, Some(BROWSER)).await;
        assert_eq!(response.status(), StatusCode::OK);
        assert_eq!(response.headers()[CONTENT_TYPE], "text/html; charset=utf-8");
        response.text().await.unwrap()
    }

    async fn json(&self, path: &str, accept: Option<&str>) -> Value {
        let response = self.get(path, accept).await;
        assert_eq!(response.headers()[CONTENT_TYPE], "application/json");
        response.json().await.unwrap()
    }
}

#[tokio::test]
async fn programs_get_json() {
    let server = Server::start().await;
    let sent = Mail { html: Some("<b>Hi</b>".to_owned()), ..mail("ada@acme.example", "Welcome") };
    let id = server.deliver(sent).await;
    server.deliver(mail("eve@acme.example", "Other")).await;
    let expected = json!({"items": [{
        "id": id,
        "to": ["ada@acme.example"],
        "from": "Trellis <no-reply@trellis.example>",
        "subject": "Welcome",
        "text": "Hello",
        "html": "<b>Hi</b>",
        "sent_at": NOW,
    }]});
    for accept in [None, Some("*/*"), Some("application/json")] {
        assert_eq!(server.json("?to=Ada@acme.example", accept).await, expected);
    }
    assert_eq!(server.json("", None).await["items"].as_array().unwrap().len(), 2);
    assert_eq!(server.json("?limit=1", None).await["items"][0]["subject"], "Other");
    assert_eq!(server.json("?to=", None).await["items"].as_array().unwrap().len(), 2);
    let wrong = server.get("?limit=many", None).await;
    assert_eq!(wrong.status(), StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn people_get_a_page_with_the_code() {
    let server = Server::start().await;
    assert!(server.html("").await.contains("No mail yet."));
    let sent = Mail {
        text: Some("Your code is 12345678.\nOr open https://trellis.example/in?a=1&b=2.".to_owned()),
        ..mail("ada@acme.example", "Sign in")
    };
    let id = server.deliver(sent).await;
    let page = server.html("?to=ada@acme.example").await;
    assert!(page.contains("<html lang=\"en\">"));
    assert!(page.contains(&format!("data-newest=\"{id}\"")));
    assert!(page.contains("<output>12345678</output>"));
    assert!(page.contains("href=\"https://trellis.example/in?a=1&amp;b=2\""));
    assert!(page.contains("value=\"ada@acme.example\""));
    assert!(page.contains("<time datetime=\"2026-11-22T10:00:00Z\">22 November 2026, 10:00:00 UTC</time>"));
    assert!(!page.contains("<iframe"), "this mail has no HTML");
    let nobody = server.html("?to=bob@acme.example").await;
    assert!(nobody.contains("No mail to bob@acme.example yet."));
}

#[tokio::test]
async fn a_hostile_mail_is_shown_as_text() {
    let server = Server::start().await;
    let sent = Mail {
        from: format!("{HOSTILE} <a@acme.example>"),
        to: vec!["ada@acme.example".to_owned(), HOSTILE.to_owned()],
        subject: HOSTILE.to_owned(),
        text: Some(format!("code 123456 {HOSTILE} https://x.example/\"onmouseover=alert(3)")),
        html: Some(format!("<h2>{HOSTILE}")),
    };
    server.deliver(sent).await;
    let calm = server.html("?to=nobody@acme.example").await;
    for page in [server.html("").await, server.html(&format!("?to={}", "%3C/p%3E%22%3E%3Cscript%3Ealert(4)%3C/script%3E")).await] {
        let scripts = |page: &str| page.matches("<script").count();
        assert_eq!(scripts(&page), scripts(&calm), "{page}");
        assert!(!page.contains("<img"), "{page}");
        assert!(!page.contains("\"onmouseover"), "{page}");
        assert!(!page.contains("onerror=\""), "{page}");
    }
    let page = server.html("").await;
    let shown = "&lt;/h2&gt;&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;&lt;img src=x onerror=&quot;alert(2)&quot;&gt;&amp;amp;";
    // Subject twice (heading and frame title), sender, recipient, text.
    assert_eq!(page.matches(shown).count(), 5, "{page}");
    let response = server.get("", Some(BROWSER)).await;
    let policy = response.headers()[CONTENT_SECURITY_POLICY].to_str().unwrap();
    assert!(policy.starts_with("default-src 'none'"), "{policy}");
    assert!(!policy.contains("unsafe"), "{policy}");
}

#[tokio::test]
async fn html_bodies_are_sandboxed() {
    let server = Server::start().await;
    let html = "<h1>Hi</h1><script>alert(1)</script>".to_owned();
    let with = Mail { html: Some(html.clone()), ..mail("ada@acme.example", "x") };
    let id = server.deliver(with).await;
    let page = server.html("").await;
    let path = format!("/{id}/html");
    assert!(page.contains(&format!("<iframe src=\"{PATH}{path}\" title=\"HTML version of x\" sandbox=")));
    let response = server.get(&path, Some(BROWSER)).await;
    let policy = response.headers()[CONTENT_SECURITY_POLICY].to_str().unwrap();
    assert!(policy.starts_with("sandbox "), "{policy}");
    assert!(policy.contains("default-src 'none'"), "{policy}");
    assert!(!policy.contains("allow-scripts") && !policy.contains("allow-same-origin"), "{policy}");
    assert_eq!(response.headers()["x-content-type-options"], "nosniff");
    assert_eq!(response.text().await.unwrap(), html);
    let without = server.deliver(mail("ada@acme.example", "y")).await;
    for path in [format!("/{without}/html"), "/999/html".to_owned()] {
        assert_eq!(server.get(&path, None).await.status(), StatusCode::NOT_FOUND, "{path}");
    }
}

#[tokio::test]
async fn the_page_brings_its_style_and_script() {
    let server = Server::start().await;
    for (path, kind) in [("/page.css", "text/css; charset=utf-8"), ("/page.js", "text/javascript; charset=utf-8")] {
        let response = server.get(path, None).await;
        assert_eq!(response.headers()[CONTENT_TYPE], kind);
        assert!(server.html("").await.contains(&format!("\"{PATH}{path}\"")));
    }
}
