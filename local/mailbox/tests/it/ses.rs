//! The SES API without an SDK: what it takes and what it refuses.

use local_mailbox::StoredMail;
use serde_json::{Value, json};

use crate::stage::Stage;

const SEND: &str = "/v2/email/outbound-emails";

fn simple() -> Value {
    json!({
        "FromEmailAddress": "no-reply@trellis.example",
        "Destination": {"ToAddresses": ["ada@acme.example"]},
        "Content": {"Simple": {
            "Subject": {"Data": "Hello"},
            "Body": {"Text": {"Data": "Hi"}},
        }},
    })
}

async fn refusal(stage: &Stage, body: &Value) -> (String, String) {
    let answer = stage.mailbox.handle("POST", SEND, body.to_string().as_bytes()).await;
    assert_eq!(answer.status, 400, "{}", answer.body);
    let error: Value = serde_json::from_str(&answer.body).unwrap();
    let text = |key: &str| error[key].as_str().unwrap().to_owned();
    (text("__type"), text("message"))
}

async fn sent(stage: &Stage, body: &Value) -> StoredMail {
    let answer = stage.mailbox.handle("POST", SEND, body.to_string().as_bytes()).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    stage.mailbox.list(None, 1).await.unwrap().remove(0)
}

#[tokio::test]
async fn wrong_requests_are_refused_and_keep_nothing() {
    let stage = Stage::new();
    let with = |pointer: &str, value: Value| {
        let mut body = simple();
        *body.pointer_mut(pointer).unwrap() = value;
        body
    };
    let many: Vec<String> = (0..51).map(|number| format!("m{number}@acme.example")).collect();
    let attached = {
        let mut body = simple();
        body["Content"]["Simple"]["Attachments"] = json!([{"FileName": "x", "RawContent": "eA=="}]);
        body
    };
    for (body, words) in [
        (json!({}), "no sender"),
        (json!([1]), "not valid"),
        (with("/FromEmailAddress", Value::Null), "no sender"),
        (with("/FromEmailAddress", json!("nobody")), "\"nobody\" is not valid"),
        (with("/Destination/ToAddresses", json!([])), "no recipient"),
        (with("/Destination/ToAddresses/0", json!("a@b\r\nBcc: c@d")), "is not valid"),
        (with("/Destination/ToAddresses", json!(many)), "Recipient count exceeds 50"),
        (with("/Content/Simple/Subject", Value::Null), "no Subject"),
        (with("/Content/Simple/Subject/Data", json!("a\r\nBcc: c@d")), "line break"),
        (with("/Content/Simple/Body", json!({})), "no Body"),
        (with("/Content", json!({})), "Simple content only"),
        (with("/Content", json!({"Template": {"TemplateName": "x"}})), "`Template`"),
        (with("/Content", json!({"Raw": {"Data": "eA=="}})), "`Raw`"),
        (with("/Destination", json!({"BccAddresses": ["ada@acme.example"]})), "`BccAddresses`"),
        (attached, "`Attachments`"),
    ] {
        let (kind, message) = refusal(&stage, &body).await;
        assert_eq!(kind, "BadRequestException");
        assert!(message.contains(words), "{message}");
    }
    assert!(stage.mailbox.list(None, 9).await.unwrap().is_empty());
}

#[tokio::test]
async fn fifty_recipients_and_forty_megabytes_are_the_limit() {
    let stage = Stage::new();
    let mut body = simple();
    let many: Vec<String> = (0..50).map(|number| format!("m{number}@acme.example")).collect();
    body["Destination"]["ToAddresses"] = json!(many);
    assert_eq!(sent(&stage, &body).await.to.len(), 50);
    let limit = 40 * 1_024 * 1_024;
    body["Content"]["Simple"]["Body"]["Text"]["Data"] = json!("x".repeat(limit + 1));
    let (kind, message) = refusal(&stage, &body).await;
    assert_eq!(kind, "BadRequestException");
    assert_eq!(message, format!("Message length is more than {limit} bytes long: {}.", limit + 1));
}

#[tokio::test]
async fn other_paths_are_unknown() {
    let stage = Stage::new();
    for (method, path) in [("GET", SEND), ("POST", "/v2/email/templates"), ("POST", "/")] {
        let answer = stage.mailbox.handle(method, path, b"{}").await;
        assert_eq!(answer.status, 404);
        assert!(answer.body.contains("UnknownOperationException"), "{}", answer.body);
    }
}
