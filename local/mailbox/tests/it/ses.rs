//! The SES API without an SDK: what it refuses, and raw messages of all kinds.

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

fn raw(message: &str) -> Value {
    // Base64 by hand keeps the test independent of what the crate decodes with.
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let data: String = message
        .as_bytes()
        .chunks(3)
        .flat_map(|chunk| {
            let bits = chunk.iter().fold(0_u32, |bits, byte| bits << 8 | u32::from(*byte)) << (8 * (3 - chunk.len()));
            (0..4).map(move |sextet| {
                if sextet > chunk.len() {
                    return '=';
                }
                char::from(ALPHABET[(bits >> (18 - 6 * sextet) & 63) as usize])
            })
        })
        .collect();
    json!({"Content": {"Raw": {"Data": data}}})
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
async fn everyone_in_the_destination_finds_the_mail() {
    let stage = Stage::new();
    let mut body = simple();
    body["Destination"] = json!({
        "ToAddresses": ["Ada <ada@acme.example>"],
        "CcAddresses": ["cc@acme.example"],
        "BccAddresses": ["bcc@acme.example"],
    });
    body["ReplyToAddresses"] = json!(["help@trellis.example"]);
    body["ConfigurationSetName"] = json!("notices");
    body["EmailTags"] = json!([{"Name": "kind", "Value": "welcome"}]);
    body["Content"]["Simple"]["Headers"] = json!([{"Name": "List-Unsubscribe", "Value": "<https://x.example>"}]);
    let mail = sent(&stage, &body).await;
    let headers: Vec<(&str, &str)> = mail.headers.iter().map(|header| (header.name.as_str(), header.value.as_str())).collect();
    assert_eq!(
        headers,
        [
            ("To", "Ada <ada@acme.example>"),
            ("Cc", "cc@acme.example"),
            ("Reply-To", "help@trellis.example"),
            ("List-Unsubscribe", "<https://x.example>"),
            ("X-SES-CONFIGURATION-SET", "notices"),
            ("X-SES-MESSAGE-TAGS", "kind=welcome"),
        ]
    );
    for to in ["ada@acme.example", "cc@acme.example", "bcc@acme.example"] {
        assert_eq!(stage.mailbox.list(Some(to), 9).await.unwrap().len(), 1, "{to}");
    }
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
    let attachment = json!([{"FileName": "x", "RawContent": "***"}]);
    let mut attached = simple();
    attached["Content"]["Simple"]["Attachments"] = attachment;
    let mut both = simple();
    both["Content"]["Raw"] = json!({"Data": ""});
    for (body, words) in [
        (json!({}), "exactly one of Simple, Raw and Template"),
        (json!([1]), "not valid"),
        (both, "exactly one of Simple, Raw and Template"),
        (with("/FromEmailAddress", Value::Null), "no sender"),
        (with("/FromEmailAddress", json!("nobody")), "\"nobody\" is not valid"),
        (with("/Destination/ToAddresses", json!([])), "no recipient"),
        (with("/Destination/ToAddresses/0", json!("a@b\r\nBcc: c@d")), "is not valid"),
        (with("/Destination/ToAddresses", json!(many)), "Recipient count exceeds 50"),
        (with("/Content/Simple/Subject", Value::Null), "no Subject"),
        (with("/Content/Simple/Subject/Data", json!("a\r\nBcc: c@d")), "line break"),
        (with("/Content/Simple/Body", json!({})), "no Body"),
        (with("/Content", json!({"Template": {"TemplateName": "x"}})), "renders no templates"),
        (with("/Content", json!({"Raw": {"Data": "***"}})), "not Base64"),
        (attached, "\"x\" is not Base64"),
    ] {
        let (kind, message) = refusal(&stage, &body).await;
        assert_eq!(kind, "BadRequestException");
        assert!(message.contains(words), "{message}");
    }
    let (kind, message) = refusal(&stage, &raw("no headers at all")).await;
    assert_eq!(kind, "MessageRejected", "{message}");
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

#[tokio::test]
async fn raw_messages_are_taken_apart() {
    let stage = Stage::new();
    let message = "From: =?utf-8?q?Gr=C3=BCner?= <green@acme.example>\r\n\
        To: Ada <ada@acme.example>,\r\n eve@acme.example\r\n\
        Bcc: hidden@acme.example\r\n\
        Subject: =?utf-8?B?R3LDvMOfZQ==?=\r\n\
        X-Long: one\r\n\ttwo\r\n\
        MIME-Version: 1.0\r\n\
        Content-Type: multipart/mixed; boundary=outer\r\n\r\n\
        --outer\r\nContent-Type: multipart/alternative; boundary=inner\r\n\r\n\
        --inner\r\nContent-Type: text/plain; charset=iso-8859-1\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\nGr=FC=DFe\r\n\
        --inner\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<p>Gr\u{fc}\u{df}e</p>\r\n\
        --inner--\r\n\
        --outer\r\nContent-Type: text/calendar\r\nContent-Disposition: attachment; filename=\"session.ics\"\r\nContent-Transfer-Encoding: base64\r\n\r\nQkVHSU4=\r\n\
        --outer--\r\n";
    let mail = sent(&stage, &raw(message)).await;
    assert_eq!(mail.from, "Gr\u{fc}ner <green@acme.example>");
    assert_eq!(mail.to, ["Ada <ada@acme.example>", "eve@acme.example", "hidden@acme.example"]);
    assert_eq!(mail.subject, "Gr\u{fc}\u{df}e");
    assert_eq!(mail.text.as_deref().map(str::trim), Some("Gr\u{fc}\u{df}e"));
    assert_eq!(mail.html.as_deref().map(str::trim), Some("<p>Gr\u{fc}\u{df}e</p>"));
    let file = &mail.attachments[0];
    assert_eq!((file.name.as_str(), file.content_type.as_str(), file.size), ("session.ics", "text/calendar", 5));
    let header = |name: &str| mail.headers.iter().find(|header| header.name == name);
    assert_eq!(header("X-Long").unwrap().value, "one two");
    assert_eq!(header("Bcc"), None);
}

#[tokio::test]
async fn the_envelope_of_a_raw_message_goes_before_its_headers() {
    let stage = Stage::new();
    let mut body = raw("From: a@acme.example\r\nTo: list@acme.example\r\nSubject: x\r\n\r\n<p>no html here</p>");
    body["Destination"] = json!({"ToAddresses": ["member@acme.example"]});
    let mail = sent(&stage, &body).await;
    assert_eq!(mail.to, ["member@acme.example"]);
    assert_eq!((mail.text.as_deref(), mail.html), (Some("<p>no html here</p>"), None));
    let header = mail.headers.iter().find(|header| header.name == "To");
    assert_eq!(header.unwrap().value, "list@acme.example");
}
