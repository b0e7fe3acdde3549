//! The wire format, as the real SDK sees it, over loopback HTTP.

use std::sync::Arc;
use std::time::SystemTime;

use aws_sdk_cognitoidentityprovider::Client;
use aws_sdk_cognitoidentityprovider::config::{BehaviorVersion, Config, Credentials, Region};
use aws_sdk_cognitoidentityprovider::error::ProvideErrorMetadata;
use aws_sdk_cognitoidentityprovider::types::{
    AttributeType, AuthFlowType, ChallengeNameType, MessageActionType, UserStatusType,
};
use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::post;
use local_cognito::{Cognito, Mail, Options};
use serde_json::json;
use tokio::net::TcpListener;
use tokio::sync::mpsc;

const POOL: &str = "local_Pool";
const CLIENT: &str = "portal";

async fn answer(
    State(cognito): State<Cognito>,
    headers: HeaderMap,
    body: Bytes,
) -> (StatusCode, [(&'static str, &'static str); 1], String) {
    let target = headers
        .get("x-amz-target")
        .map_or("", |value| value.to_str().unwrap_or(""));
    let answer = cognito.handle(target, &body, "127.0.0.1").await;
    let content_type = ("content-type", "application/x-amz-json-1.1");
    (
        StatusCode::from_u16(answer.status).unwrap(),
        [content_type],
        answer.body,
    )
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

async fn world() -> (Client, mpsc::UnboundedReceiver<Mail>, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let (sender, mails) = mpsc::unbounded_channel();
    let options = Options {
        issuer_base: "http://127.0.0.1:3001".to_owned(),
        region: "eu-central-1".to_owned(),
        account: "123456789012".to_owned(),
        trigger: Arc::new(|call| Box::pin(async move { Ok(call.event) })),
        mailer: Arc::new(move |mail| {
            let sender = sender.clone();
            Box::pin(async move { sender.send(mail).map_err(|error| error.to_string()) })
        }),
        clock: Arc::new(SystemTime::now),
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

fn email(address: &str) -> AttributeType {
    AttributeType::builder()
        .name("email")
        .value(address)
        .build()
        .unwrap()
}

#[tokio::test]
async fn a_learner_signs_in_refreshes_and_signs_out() {
    let (client, mut mails, _folder) = world().await;
    let created = client
        .admin_create_user()
        .user_pool_id(POOL)
        .username("01ARZ3NDEKTSV4RRFFQ69G5FAV")
        .user_attributes(email("ada@acme.example"))
        .message_action(MessageActionType::Suppress)
        .send()
        .await
        .unwrap();
    let user = created.user().unwrap();
    assert_eq!(user.user_status(), Some(&UserStatusType::Confirmed));
    assert!(user.user_create_date().is_some());
    let found = client
        .list_users()
        .user_pool_id(POOL)
        .filter("email = \"ada@acme.example\"")
        .send()
        .await
        .unwrap();
    let username = found.users()[0].username().unwrap();
    let start = client
        .initiate_auth()
        .auth_flow(AuthFlowType::UserAuth)
        .client_id(CLIENT)
        .auth_parameters("USERNAME", username)
        .send()
        .await
        .unwrap();
    assert_eq!(
        start.challenge_name(),
        Some(&ChallengeNameType::SelectChallenge)
    );
    assert_eq!(start.available_challenges(), [ChallengeNameType::EmailOtp]);
    let respond = |challenge: ChallengeNameType, session: Option<&str>, name: &str, value: &str| {
        client
            .respond_to_auth_challenge()
            .client_id(CLIENT)
            .challenge_name(challenge)
            .set_session(session.map(str::to_owned))
            .challenge_responses("USERNAME", username)
            .challenge_responses(name, value)
            .send()
    };
    let sent = respond(
        ChallengeNameType::SelectChallenge,
        start.session(),
        "ANSWER",
        "EMAIL_OTP",
    )
    .await
    .unwrap();
    assert_eq!(sent.challenge_name(), Some(&ChallengeNameType::EmailOtp));
    let text = mails.recv().await.unwrap().text;
    let code: String = text.chars().filter(char::is_ascii_digit).collect();
    let wrong = respond(
        ChallengeNameType::EmailOtp,
        sent.session(),
        "EMAIL_OTP_CODE",
        "x",
    )
    .await;
    assert!(
        wrong
            .unwrap_err()
            .into_service_error()
            .is_code_mismatch_exception()
    );
    let done = respond(
        ChallengeNameType::EmailOtp,
        sent.session(),
        "EMAIL_OTP_CODE",
        &code,
    )
    .await
    .unwrap();
    let tokens = done.authentication_result().unwrap();
    assert_eq!(
        (tokens.expires_in(), tokens.token_type()),
        (3600, Some("Bearer"))
    );
    let refresh = |token: &str| {
        client
            .get_tokens_from_refresh_token()
            .client_id(CLIENT)
            .refresh_token(token)
            .send()
    };
    let old = tokens.refresh_token().unwrap();
    let renewed = refresh(old).await.unwrap();
    let renewed = renewed.authentication_result().unwrap();
    let own = client
        .get_user()
        .access_token(renewed.access_token().unwrap())
        .send()
        .await
        .unwrap();
    assert_eq!(own.username(), username);
    let reuse = refresh(old).await.unwrap_err().into_service_error();
    assert!(reuse.is_refresh_token_reuse_exception(), "{reuse:?}");
    let dead = refresh(renewed.refresh_token().unwrap())
        .await
        .unwrap_err()
        .into_service_error();
    assert!(dead.is_not_authorized_exception());
    client
        .revoke_token()
        .client_id(CLIENT)
        .token(old)
        .send()
        .await
        .unwrap();
    client
        .admin_user_global_sign_out()
        .user_pool_id(POOL)
        .username(username)
        .send()
        .await
        .unwrap();
    let gone = client
        .get_user()
        .access_token(renewed.access_token().unwrap())
        .send()
        .await
        .unwrap_err();
    assert!(gone.into_service_error().is_not_authorized_exception());
}

#[tokio::test]
async fn the_rest_of_the_wire_format_is_understood() {
    let (client, _mails, _folder) = world().await;
    let missing = client
        .admin_get_user()
        .user_pool_id(POOL)
        .username("nobody")
        .send()
        .await
        .unwrap_err();
    assert!(missing.into_service_error().is_user_not_found_exception());
    let unknown = client
        .sign_up()
        .client_id(CLIENT)
        .username("x")
        .password("y")
        .send()
        .await
        .unwrap_err();
    assert_eq!(unknown.code(), Some("UnknownOperationException"));
    let pool = client
        .describe_user_pool()
        .user_pool_id(POOL)
        .send()
        .await
        .unwrap();
    let pool = pool.user_pool().unwrap();
    assert_eq!(pool.id(), Some(POOL));
    assert!(pool.creation_date().is_some() && pool.policies().unwrap().password_policy().is_some());
    let made = client
        .create_user_pool_client()
        .user_pool_id(POOL)
        .client_name("server")
        .generate_secret(true)
        .send()
        .await
        .unwrap();
    let made = made.user_pool_client().unwrap();
    assert!(made.client_secret().is_some() && made.creation_date().is_some());
    let listed = client
        .list_user_pool_clients()
        .user_pool_id(POOL)
        .max_results(60)
        .send()
        .await
        .unwrap();
    assert_eq!(listed.user_pool_clients().len(), 2);
    client
        .delete_user_pool_client()
        .user_pool_id(POOL)
        .client_id(made.client_id().unwrap())
        .send()
        .await
        .unwrap();
    let create = || {
        client
            .admin_create_user()
            .user_pool_id(POOL)
            .username("root")
            .user_attributes(email("root@acme.example"))
            .message_action(MessageActionType::Suppress)
            .send()
    };
    create().await.unwrap();
    assert!(
        create()
            .await
            .unwrap_err()
            .into_service_error()
            .is_username_exists_exception()
    );
    let weak = client
        .admin_set_user_password()
        .user_pool_id(POOL)
        .username("root")
        .password("x")
        .permanent(true)
        .send()
        .await;
    assert!(
        weak.unwrap_err()
            .into_service_error()
            .is_invalid_password_exception()
    );
    client
        .admin_disable_user()
        .user_pool_id(POOL)
        .username("root")
        .send()
        .await
        .unwrap();
    let user = client
        .admin_get_user()
        .user_pool_id(POOL)
        .username("root")
        .send()
        .await
        .unwrap();
    assert!(!user.enabled() && user.user_last_modified_date().is_some());
    client
        .admin_delete_user()
        .user_pool_id(POOL)
        .username("root")
        .send()
        .await
        .unwrap();
}
