//! The wire format, as the real SDK sees it, over loopback HTTP.

use aws_sdk_cognitoidentityprovider::error::ProvideErrorMetadata;
use aws_sdk_cognitoidentityprovider::types::{AttributeType, AuthFlowType, ChallengeNameType, MessageActionType, UserStatusType};

use crate::world::world;

pub(crate) const POOL: &str = "local_Pool";
pub(crate) const CLIENT: &str = "portal";

fn email(address: &str) -> AttributeType {
    AttributeType::builder().name("email").value(address).build().unwrap()
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
    let username = user.username().unwrap();
    let start = client
        .initiate_auth()
        .auth_flow(AuthFlowType::UserAuth)
        .client_id(CLIENT)
        .auth_parameters("USERNAME", username)
        .send()
        .await
        .unwrap();
    assert_eq!(start.challenge_name(), Some(&ChallengeNameType::SelectChallenge));
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
    let sent = respond(ChallengeNameType::SelectChallenge, start.session(), "ANSWER", "EMAIL_OTP").await.unwrap();
    assert_eq!(sent.challenge_name(), Some(&ChallengeNameType::EmailOtp));
    let text = mails.recv().await.unwrap().text;
    let code: String = text.chars().filter(char::is_ascii_digit).collect();
    let wrong = respond(ChallengeNameType::EmailOtp, sent.session(), "EMAIL_OTP_CODE", "x").await;
    assert!(wrong.unwrap_err().into_service_error().is_code_mismatch_exception());
    let done = respond(ChallengeNameType::EmailOtp, sent.session(), "EMAIL_OTP_CODE", &code).await.unwrap();
    let tokens = done.authentication_result().unwrap();
    assert_eq!((tokens.expires_in(), tokens.token_type()), (3600, Some("Bearer")));
    let refresh = |token: &str| client.get_tokens_from_refresh_token().client_id(CLIENT).refresh_token(token).send();
    let old = tokens.refresh_token().unwrap();
    let renewed = refresh(old).await.unwrap();
    let renewed = renewed.authentication_result().unwrap();
    let own = client.get_user().access_token(renewed.access_token().unwrap()).send().await.unwrap();
    assert_eq!(own.username(), username);
    let reuse = refresh(old).await.unwrap_err().into_service_error();
    assert!(reuse.is_refresh_token_reuse_exception(), "{reuse:?}");
    let dead = refresh(renewed.refresh_token().unwrap()).await.unwrap_err().into_service_error();
    assert!(dead.is_not_authorized_exception());
    client.revoke_token().client_id(CLIENT).token(old).send().await.unwrap();
    client.admin_user_global_sign_out().user_pool_id(POOL).username(username).send().await.unwrap();
    let gone = client.get_user().access_token(renewed.access_token().unwrap()).send().await.unwrap_err();
    assert!(gone.into_service_error().is_not_authorized_exception());
}

#[tokio::test]
async fn the_rest_of_the_wire_format_is_understood() {
    let (client, _mails, _folder) = world().await;
    let missing = client.admin_get_user().user_pool_id(POOL).username("nobody").send().await.unwrap_err();
    assert!(missing.into_service_error().is_user_not_found_exception());
    let unknown = client.sign_up().client_id(CLIENT).username("x").password("y").send().await.unwrap_err();
    assert_eq!(unknown.code(), Some("UnknownOperationException"));
    let made = client.create_user_pool_client().user_pool_id(POOL).client_name("server").generate_secret(true).send().await.unwrap();
    let made = made.user_pool_client().unwrap();
    assert!(made.client_secret().is_some() && made.creation_date().is_some());
    client.delete_user_pool_client().user_pool_id(POOL).client_id(made.client_id().unwrap()).send().await.unwrap();
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
    assert!(create().await.unwrap_err().into_service_error().is_username_exists_exception());
    let weak = client.admin_set_user_password().user_pool_id(POOL).username("root").password("x").permanent(true).send().await;
    assert!(weak.unwrap_err().into_service_error().is_invalid_password_exception());
    client.admin_disable_user().user_pool_id(POOL).username("root").send().await.unwrap();
    let user = client.admin_get_user().user_pool_id(POOL).username("root").send().await.unwrap();
    assert!(!user.enabled() && user.user_last_modified_date().is_some());
    client.admin_delete_user().user_pool_id(POOL).username("root").send().await.unwrap();
}
