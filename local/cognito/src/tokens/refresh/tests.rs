//! Refreshing, rotation, reuse and every way to end a session.

use serde_json::{Value, json};

use crate::testing::{CLIENT, LEGACY_CLIENT, PASSWORD, POOL, Refused, World, client_properties};

const DAY: u64 = 24 * 3600;

fn kind(result: Result<Value, Refused>) -> String {
    result.unwrap_err().0
}

#[tokio::test]
async fn a_refresh_keeps_what_the_sign_in_showed() {
    let mut world = World::new().await;
    world.learner("ada").await;
    let first = world.sign_in("ada").await;
    let before = world.claims(&first["AccessToken"]);
    world.pass(1800);
    let second = world.refresh(&first["RefreshToken"]).await.unwrap();
    let after = world.claims(&second["AccessToken"]);
    for same in ["acr", "amr", "auth_time", "origin_jti", "sub", "event_id", "username", "scope"] {
        assert_eq!(after[same], before[same], "{same}");
    }
    assert_eq!(after["iat"], json!(world.now()));
    assert_eq!(after["exp"], json!(world.now() + 3600));
    assert_ne!(after["jti"], before["jti"]);
    assert_ne!(second["RefreshToken"], first["RefreshToken"]);
    assert!(second["IdToken"].is_string());
}

#[tokio::test]
async fn a_retry_within_the_grace_period_works() {
    let mut world = World::new().await;
    world.learner("ada").await;
    let first = world.sign_in("ada").await["RefreshToken"].clone();
    let second = world.refresh(&first).await.unwrap()["RefreshToken"].clone();
    world.pass(9);
    let retried = world.refresh(&first).await.unwrap()["RefreshToken"].clone();
    assert_ne!(retried, second);
    world.refresh(&second).await.unwrap();
    world.refresh(&retried).await.unwrap();
    // The retry did not prolong the period.
    world.pass(1);
    assert_eq!(kind(world.refresh(&first).await), "RefreshTokenReuseException");
}

#[tokio::test]
async fn reuse_after_the_grace_period_ends_the_family() {
    let mut world = World::new().await;
    world.learner("ada").await;
    let other = world.sign_in("ada").await;
    let stolen = world.sign_in("ada").await;
    let thief = world.refresh(&stolen["RefreshToken"]).await.unwrap();
    world.pass(11);
    assert_eq!(kind(world.refresh(&stolen["RefreshToken"]).await), "RefreshTokenReuseException");
    let refused = world.refresh(&thief["RefreshToken"]).await.unwrap_err();
    assert_eq!((refused.0.as_str(), refused.1.as_str()), ("NotAuthorizedException", "Refresh Token has been revoked"));
    assert_eq!(kind(world.get_user(&thief["AccessToken"]).await), "NotAuthorizedException");
    world.refresh(&other["RefreshToken"]).await.unwrap();
    world.get_user(&other["AccessToken"]).await.unwrap();
}

#[tokio::test]
async fn without_a_grace_period_only_one_of_two_callers_wins() {
    let mut world = World::new().await;
    let mut strict = client_properties();
    strict["RefreshTokenRotation"] = json!({ "Feature": "ENABLED", "RetryGracePeriodSeconds": 0 });
    world.cognito.ensure_client(POOL, CLIENT, &strict).await.unwrap();
    world.learner("ada").await;
    let token = world.sign_in("ada").await["RefreshToken"].clone();
    let (one, other) = tokio::join!(world.refresh(&token), world.refresh(&token));
    let won: Vec<_> = [one, other].into_iter().filter_map(Result::ok).collect();
    assert_eq!(won.len(), 1);
    assert!(world.refresh(&won[0]["RefreshToken"]).await.is_err(), "the family outlived the reuse");
}

#[tokio::test]
async fn rotation_does_not_slide_the_thirty_days() {
    let mut world = World::new().await;
    world.learner("ada").await;
    let mut token = world.sign_in("ada").await["RefreshToken"].clone();
    for _ in 0..29 {
        world.pass(DAY);
        token = world.refresh(&token).await.unwrap()["RefreshToken"].clone();
    }
    world.pass(DAY - 1);
    token = world.refresh(&token).await.unwrap()["RefreshToken"].clone();
    world.pass(1);
    let refused = world.refresh(&token).await.unwrap_err();
    assert_eq!((refused.0.as_str(), refused.1.as_str()), ("NotAuthorizedException", "Refresh Token has expired"));
}

#[tokio::test]
async fn a_client_that_does_not_rotate_keeps_its_token() {
    let world = World::new().await;
    world.with_password("ada").await;
    let parameters = json!({ "USERNAME": "ada", "PREFERRED_CHALLENGE": "PASSWORD", "PASSWORD": PASSWORD });
    let plain = world.start(LEGACY_CLIENT, parameters).await.unwrap()["AuthenticationResult"]["RefreshToken"].clone();
    for _ in 0..2 {
        let body = json!({ "ClientId": LEGACY_CLIENT, "RefreshToken": plain });
        let answer = world.call("GetTokensFromRefreshToken", body).await.unwrap();
        assert!(answer["AuthenticationResult"]["AccessToken"].is_string());
        assert!(answer["AuthenticationResult"].get("RefreshToken").is_none());
    }
    let older = json!({ "AuthFlow": "REFRESH_TOKEN_AUTH", "ClientId": LEGACY_CLIENT, "AuthParameters": { "REFRESH_TOKEN": plain } });
    assert_eq!(world.refusal("InitiateAuth", older).await, "InvalidParameterException");
    // A token is of no use to another client.
    assert_eq!(kind(world.refresh(&plain).await), "NotAuthorizedException");
    assert_eq!(kind(world.refresh(&json!("made-up")).await), "NotAuthorizedException");
}

#[tokio::test]
async fn a_revoked_session_is_over() {
    let mut world = World::new().await;
    world.learner("ada").await;
    let kept = world.sign_in("ada").await;
    let gone = world.sign_in("ada").await;
    let rotated = world.refresh(&gone["RefreshToken"]).await.unwrap();
    let revoke = |token: &Value, client: &str| json!({ "ClientId": client, "Token": token });
    for wrong in ["AccessToken", "IdToken"] {
        let refused = world.refusal("RevokeToken", revoke(&gone[wrong], CLIENT)).await;
        assert_eq!(refused, "UnsupportedTokenTypeException");
    }
    let other = world.refusal("RevokeToken", revoke(&gone["RefreshToken"], LEGACY_CLIENT)).await;
    assert_eq!(other, "UnauthorizedException");
    for _ in 0..2 {
        world.call("RevokeToken", revoke(&rotated["RefreshToken"], CLIENT)).await.unwrap();
    }
    world.call("RevokeToken", revoke(&json!("unknown"), CLIENT)).await.unwrap();
    for tokens in [&gone, &rotated] {
        assert_eq!(kind(world.refresh(&tokens["RefreshToken"]).await), "NotAuthorizedException");
        assert_eq!(kind(world.get_user(&tokens["AccessToken"]).await), "NotAuthorizedException");
    }
    world.get_user(&kept["AccessToken"]).await.unwrap();
    let mut fixed = client_properties();
    fixed["EnableTokenRevocation"] = json!(false);
    world.cognito.ensure_client(POOL, CLIENT, &fixed).await.unwrap();
    let refused = world.refusal("RevokeToken", revoke(&kept["RefreshToken"], CLIENT)).await;
    assert_eq!(refused, "UnsupportedOperationException");
}

#[tokio::test]
async fn signing_out_everywhere_and_being_disabled_end_all_sessions() {
    let mut world = World::new().await;
    world.learner("ada").await;
    world.learner("eve").await;
    let eve = world.sign_in("eve").await;
    for way in ["AdminUserGlobalSignOut", "AdminDisableUser"] {
        let sessions = [world.sign_in("ada").await, world.sign_in("ada").await];
        world.admin(way, "ada", json!({})).await;
        if way == "AdminDisableUser" {
            assert_eq!(world.get_user(&sessions[0]["AccessToken"]).await.unwrap_err().1, "User is disabled.");
            world.admin("AdminEnableUser", "ada", json!({})).await;
        }
        for session in &sessions {
            assert_eq!(kind(world.refresh(&session["RefreshToken"]).await), "NotAuthorizedException", "{way}");
            assert_eq!(kind(world.get_user(&session["AccessToken"]).await), "NotAuthorizedException", "{way}");
        }
    }
    world.get_user(&eve["AccessToken"]).await.unwrap();
    world.refresh(&eve["RefreshToken"]).await.unwrap();
}

#[tokio::test]
async fn a_failing_trigger_leaves_the_token_good() {
    let mut world = World::new().await;
    world.learner("ada").await;
    let token = world.sign_in("ada").await["RefreshToken"].clone();
    world.on_trigger(|_| Err("the table is away".to_owned()));
    assert_eq!(kind(world.refresh(&token).await), "UserLambdaValidationException");
    world.pass(60);
    world.on_trigger(Ok);
    world.refresh(&token).await.unwrap();
}
