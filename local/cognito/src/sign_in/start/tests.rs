//! How a sign-in starts, and to whom its session belongs.

use serde_json::json;

use crate::testing::{CLIENT, LEGACY_CLIENT, POOL, World};

#[tokio::test]
async fn without_a_preference_there_is_a_choice() {
    let mut world = World::new().await;
    world.with_password("ada").await;
    let challenge = world.start(CLIENT, json!({ "USERNAME": "ada" })).await.unwrap();
    assert_eq!(challenge["ChallengeName"], "SELECT_CHALLENGE");
    assert_eq!(challenge["AvailableChallenges"], json!(["PASSWORD", "EMAIL_OTP"]));
    let choose = |answer: &str| json!({ "USERNAME": "ada", "ANSWER": answer });
    let session = &challenge["Session"];
    for bad in ["SMS_OTP", "WEB_AUTHN", ""] {
        let refused = world.respond(CLIENT, "SELECT_CHALLENGE", session, choose(bad)).await;
        assert_eq!(refused.unwrap_err().0, "InvalidParameterException");
    }
    let next = world.respond(CLIENT, "SELECT_CHALLENGE", session, choose("EMAIL_OTP")).await.unwrap();
    assert_eq!(next["ChallengeName"], "EMAIL_OTP");
    let code = world.code().await;
    world.send_code(&next["Session"], "ada", &code).await.unwrap();
    let replay = world.respond(CLIENT, "SELECT_CHALLENGE", session, choose("EMAIL_OTP")).await;
    assert_eq!(replay.unwrap_err().0, "NotAuthorizedException");
}

#[tokio::test]
async fn a_session_belongs_to_its_user_client_and_challenge() {
    let mut world = World::new().await;
    world.learner("ada").await;
    world.learner("eve").await;
    let session = world.ask_code(CLIENT, "ada").await.unwrap()["Session"].clone();
    let code = world.code().await;
    let answer = |name: &str| json!({ "USERNAME": name, "EMAIL_OTP_CODE": code, "PASSWORD": code, "ANSWER": code });
    for (client, challenge, name) in [
        (LEGACY_CLIENT, "EMAIL_OTP", "ada"),
        (CLIENT, "EMAIL_OTP", "eve"),
        (CLIENT, "PASSWORD", "ada"),
        (CLIENT, "SELECT_CHALLENGE", "ada"),
    ] {
        let refused = world.respond(client, challenge, &session, answer(name)).await.unwrap_err();
        assert_eq!(refused.0, "NotAuthorizedException", "{client} {challenge} {name}");
    }
    let forged = world.respond(CLIENT, "EMAIL_OTP", &json!("made-up-session-of-some-length"), answer("ada")).await;
    assert_eq!(forged.unwrap_err().0, "NotAuthorizedException");
    // The `sub` means the same user.
    let user = world.admin("AdminGetUser", "ada", json!({})).await;
    let sub = user["UserAttributes"][0]["Value"].as_str().unwrap();
    world.respond(CLIENT, "EMAIL_OTP", &session, answer(sub)).await.unwrap();
}

#[tokio::test]
async fn what_the_platform_does_not_call_is_refused_by_name() {
    let world = World::new().await;
    for operation in ["AdminInitiateAuth", "GlobalSignOut", "ListUsers", "SetUserMFAPreference", "DescribeUserPool", "SignUp"] {
        let refused = world.call(operation, json!({ "UserPoolId": POOL })).await.unwrap_err();
        assert_eq!(refused.0, "UnknownOperationException");
        assert!(refused.1.contains(operation), "{refused:?}");
    }
}

#[tokio::test]
async fn odd_requests_are_explained() {
    let world = World::new().await;
    world.learner("ada").await;
    let flow = |name: &str| json!({ "AuthFlow": name, "ClientId": CLIENT, "AuthParameters": { "USERNAME": "ada" } });
    for name in ["USER_PASSWORD_AUTH", "CUSTOM_AUTH", "MAGIC"] {
        assert_eq!(world.refusal("InitiateAuth", flow(name)).await, "InvalidParameterException");
    }
    for parameters in [
        json!({}),
        json!({ "USERNAME": "ada", "PREFERRED_CHALLENGE": "TELEPATHY" }),
        json!({ "USERNAME": "ada", "TARGET_ACR_VALUES": "high" }),
        json!({ "USERNAME": "ada", "ACCESS_TOKEN": "x" }),
    ] {
        assert_eq!(world.start(CLIENT, parameters).await.unwrap_err().0, "InvalidParameterException");
    }
    assert_eq!(world.ask_code("unknown", "ada").await.unwrap_err().0, "ResourceNotFoundException");
    assert_eq!(world.refusal("InitiateAuth", json!({})).await, "InvalidParameterException");
    assert_eq!(world.refusal("InitiateAuth", json!({ "AuthFlow": 7 })).await, "SerializationException");
    let answer = world.cognito.handle("AWSCognitoIdentityProviderService.GetUser", b"{", "::1").await;
    assert!(answer.status == 400 && answer.body.contains("SerializationException"));
    let answer = world.cognito.handle("DynamoDB_20120810.GetItem", b"{}", "::1").await;
    assert!(answer.body.contains("UnknownOperationException"));
}
