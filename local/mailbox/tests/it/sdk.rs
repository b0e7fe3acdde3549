//! The real AWS SDK against the mailbox behind a small HTTP server.

use aws_sdk_sesv2::Client;
use aws_sdk_sesv2::config::{BehaviorVersion, Credentials, Region};
use aws_sdk_sesv2::error::ProvideErrorMetadata as _;
use aws_sdk_sesv2::primitives::Blob;
use aws_sdk_sesv2::types::{Body, Content, Destination, EmailContent, Message, RawMessage, Template};
use axum::Router;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, State};
use axum::http::{Method, Uri};
use axum::response::Response;
use local_mailbox::Mailbox;

use crate::stage::Stage;

async fn answer(State(mailbox): State<Mailbox>, method: Method, uri: Uri, body: Bytes) -> Response {
    mailbox.handle(method.as_str(), uri.path(), &body).await.into_response()
}

async fn client(mailbox: Mailbox) -> Client {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let endpoint = format!("http://{}", listener.local_addr().unwrap());
    let router = Router::new().fallback(answer).layer(DefaultBodyLimit::disable()).with_state(mailbox);
    tokio::spawn(async move { axum::serve(listener, router).await });
    let config = aws_sdk_sesv2::Config::builder()
        .behavior_version(BehaviorVersion::v2026_01_12())
        .region(Region::new("eu-central-1"))
        .credentials_provider(Credentials::for_tests())
        .http_client(aws_smithy_http_client::Builder::new().build_http())
        .endpoint_url(endpoint)
        .build();
    Client::from_conf(config)
}

fn content(data: &str) -> Content {
    Content::builder().data(data).charset("UTF-8").build().unwrap()
}

#[tokio::test]
async fn simple_mail() {
    let stage = Stage::new();
    let client = client(stage.mailbox.clone()).await;
    let message = Message::builder()
        .subject(content("Grüße"))
        .body(Body::builder().text(content("Hallo")).html(content("<p>Hallo</p>")).build())
        .build();
    let answer = client
        .send_email()
        .from_email_address("Trellis <no-reply@trellis.example>")
        .destination(Destination::builder().to_addresses("ada@acme.example").build())
        .content(EmailContent::builder().simple(message).build())
        .send()
        .await
        .unwrap();
    assert!(answer.message_id().unwrap().ends_with("-000000"));
    let mail = stage.mailbox.list(Some("ada@acme.example"), 1).await.unwrap().remove(0);
    assert_eq!((mail.subject.as_str(), mail.text.as_deref()), ("Grüße", Some("Hallo")));
    assert_eq!(mail.html.as_deref(), Some("<p>Hallo</p>"));
    assert_eq!(mail.from, "Trellis <no-reply@trellis.example>");
}

#[tokio::test]
async fn errors_are_typed() {
    let stage = Stage::new();
    let client = client(stage.mailbox.clone()).await;
    let send = |content: EmailContent| {
        client
            .send_email()
            .from_email_address("no-reply@trellis.example")
            .destination(Destination::builder().to_addresses("ada@acme.example").build())
            .content(content)
            .send()
    };
    let template = Template::builder().template_name("welcome").build();
    let raw = RawMessage::builder().data(Blob::new(b"nonsense".to_vec())).build().unwrap();
    for (content, name) in [(EmailContent::builder().template(template), "Template"), (EmailContent::builder().raw(raw), "Raw")] {
        let error = send(content.build()).await.unwrap_err().into_service_error();
        assert!(error.is_bad_request_exception());
        assert!(error.message().unwrap().contains(name), "{error:?}");
    }
}
