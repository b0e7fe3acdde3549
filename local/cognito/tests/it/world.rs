//! A provider behind a small HTTP server, and the real SDK in front of it.

use std::sync::Arc;

use aws_sdk_cognitoidentityprovider::Client;
use aws_sdk_cognitoidentityprovider::config::{BehaviorVersion, Config, Credentials, Region};
use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::post;
use local_cognito::{Cognito, Mail, Options};
use local_kit::Clock;
use serde_json::json;
use tokio::net::TcpListener;
use tokio::sync::mpsc;

use crate::sdk::{CLIENT, POOL};

async fn answer(
    State(cognito): State<Cognito>,
    headers: HeaderMap,
    body: Bytes,
) -> (StatusCode, [(&'static str, &'static str); 1], String) {
    let target = headers.get("x-amz-target").map_or("", |value| value.to_str().unwrap_or(""));
    let answer = cognito.handle(target, &body, "127.0.0.1").await;
    let content_type = ("content-type", "application/x-amz-json-1.1");
    (StatusCode::from_u16(answer.status).unwrap(), [content_type], answer.body)
}

async fn serve(cognito: Cognito) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let router = Router::new().route("/", post(answer)).with_state(cognito);
    tokio::spawn(async move { axum::serve(listener, router).await });
    format!("http://{address}")
}

async fn declared(cognito: &Cognito) {
    let pool = json!({
        "MfaConfiguration": "OPTIONAL", "EnabledMfas": ["SOFTWARE_TOKEN_MFA"],
        "Policies": { "SignInPolicy": { "AllowedFirstAuthFactors": ["PASSWORD", "EMAIL_OTP"] } },
    });
    cognito.ensure_pool(POOL, &pool).await.unwrap();
    let client = json!({
        "ClientName": "portal", "ExplicitAuthFlows": ["ALLOW_USER_AUTH"], "PreventUserExistenceErrors": "ENABLED",
        "RefreshTokenRotation": { "Feature": "ENABLED", "RetryGracePeriodSeconds": 0 },
    });
    cognito.ensure_client(POOL, CLIENT, &client).await.unwrap();
}

pub(crate) async fn world() -> (Client, mpsc::UnboundedReceiver<Mail>, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let (sender, mails) = mpsc::unbounded_channel();
    let options = Options {
        issuer_base: "http://127.0.0.1:3001".to_owned(),
        region: "eu-central-1".to_owned(),
        trigger: Arc::new(|call| Box::pin(async move { Ok(call.event) })),
        mailer: Arc::new(move |mail| {
            let sender = sender.clone();
            Box::pin(async move { sender.send(mail).map_err(|error| error.to_string()) })
        }),
        clock: Clock::system(),
    };
    let cognito = Cognito::open(&folder.path().join("cognito.db"), options).unwrap();
    declared(&cognito).await;
    let config = Config::builder()
        .behavior_version(BehaviorVersion::latest())
        .region(Region::new("eu-central-1"))
        .credentials_provider(Credentials::new("local", "local", None, None, "test"))
        .endpoint_url(serve(cognito).await)
        .http_client(aws_smithy_http_client::Builder::new().build_http())
        .build();
    (Client::from_conf(config), mails, folder)
}
