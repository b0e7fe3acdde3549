//! The trigger's event and the power of its answer.

use aws_lambda_events::event::cognito::CognitoEventUserPoolsPreTokenGenV2;
use serde_json::{Value, json};

use crate::testing::{CLIENT, POOL, World, pool_properties};

#[tokio::test]
async fn the_event_has_cognitos_shape() {
    let mut world = World::new().await;
    world.learner("ada").await;
    let session = world.ask_code(CLIENT, "ada").await.unwrap()["Session"].clone();
    let code = world.code().await;
    let answer = json!({ "ClientId": CLIENT, "ChallengeName": "EMAIL_OTP", "Session": session,
        "ChallengeResponses": { "USERNAME": "ada", "EMAIL_OTP_CODE": code }, "ClientMetadata": { "device": "phone" } });
    let answer = world.call("RespondToAuthChallenge", answer).await.unwrap();
    let tokens = &answer["AuthenticationResult"];
    let sub = world.claims(&tokens["AccessToken"])["sub"].clone();
    let calls = world.trigger_calls();
    assert_eq!((calls.len(), calls[0].function_arn.as_str()), (1, "arn:pre-token"));
    let expected = json!({
        "version": "3",
        "triggerSource": "TokenGeneration_Authentication",
        "region": "eu-central-1",
        "userPoolId": POOL,
        "userName": "ada",
        "callerContext": { "awsSdkVersion": "aws-sdk-unknown-unknown", "clientId": CLIENT },
        "request": {
            "userAttributes": { "sub": sub, "email": "ada@acme.example", "email_verified": "true",
                "cognito:user_status": "CONFIRMED" },
            "groupConfiguration": { "groupsToOverride": [], "iamRolesToOverride": [], "preferredRole": null },
            "scopes": ["aws.cognito.signin.user.admin"],
            "clientMetadata": { "device": "phone" },
        },
        "response": { "claimsAndScopeOverrideDetails": null },
    });
    assert_eq!(calls[0].event, expected);
    let typed: CognitoEventUserPoolsPreTokenGenV2 = serde_json::from_value(expected).unwrap();
    assert_eq!(typed.cognito_event_user_pools_header.user_name.as_deref(), Some("ada"));
    world.refresh(&tokens["RefreshToken"]).await.unwrap();
    let call = &world.trigger_calls()[0];
    assert_eq!(call.event["triggerSource"], "TokenGeneration_RefreshTokens");
    assert!(call.event["request"].get("clientMetadata").is_none());
}

#[tokio::test]
async fn its_answer_reaches_both_tokens() {
    let mut world = World::new().await;
    world.learner("ada").await;
    world.on_trigger(|mut event| {
        event["response"]["claimsAndScopeOverrideDetails"] = json!({
            "idTokenGeneration": {
                "claimsToAddOrOverride": { "theme": "dark", "sub": "forged" }, "claimsToSuppress": ["email"] },
            "accessTokenGeneration": {
                "claimsToAddOrOverride": { "workspace": "acme", "roles": ["learner"], "acr": "urn:cognito:loa:4",
                    "username": "root" },
                "scopesToAdd": ["people.read"] },
        });
        Ok(event)
    });
    let tokens = world.sign_in("ada").await;
    let refreshed = world.refresh(&tokens["RefreshToken"]).await.unwrap();
    for tokens in [&tokens, &refreshed] {
        let access = world.claims(&tokens["AccessToken"]);
        assert_eq!((&access["workspace"], &access["roles"]), (&json!("acme"), &json!(["learner"])));
        assert_eq!((&access["acr"], &access["username"]), (&json!("urn:cognito:loa:2"), &json!("ada")));
        assert_eq!(access["scope"], "aws.cognito.signin.user.admin people.read");
        assert!(access.get("theme").is_none());
        let id = world.claims(&tokens["IdToken"]);
        assert_eq!((&id["theme"], &id["sub"]), (&json!("dark"), &access["sub"]));
        assert!(id.get("email").is_none() && id.get("workspace").is_none());
    }
    world.on_trigger(|mut event| {
        event["response"]["claimsAndScopeOverrideDetails"] = json!({
            "accessTokenGeneration": { "scopesToSuppress": ["aws.cognito.signin.user.admin"] } });
        Ok(event)
    });
    let bare = world.sign_in("ada").await;
    let refused = world.get_user(&bare["AccessToken"]).await.unwrap_err();
    assert_eq!(refused.1, "Access Token does not have required scopes");
}

#[tokio::test]
async fn its_refusal_fails_the_sign_in() {
    let mut world = World::new().await;
    world.learner("ada").await;
    for (answer, kind) in [
        (Err("workspace is suspended".to_owned()), "UserLambdaValidationException"),
        (Ok(json!("done")), "InvalidLambdaResponseException"),
        (Ok(json!({ "response": { "claimsAndScopeOverrideDetails": 7 } })), "InvalidLambdaResponseException"),
    ] {
        let mut answer = Some(answer);
        world.on_trigger(move |_| answer.take().unwrap());
        let session = world.ask_code(CLIENT, "ada").await.unwrap()["Session"].clone();
        let code = world.code().await;
        let refused = world.send_code(&session, "ada", &code).await.unwrap_err();
        assert_eq!(refused.0, kind);
        if kind == "UserLambdaValidationException" {
            assert_eq!(refused.1, "PreTokenGeneration failed with error workspace is suspended.");
        }
        assert!(world.send_code(&session, "ada", &code).await.is_err(), "the code was used");
    }
}

#[tokio::test]
async fn the_version_decides_what_is_asked() {
    let mut world = World::new().await;
    world.learner("ada").await;
    let mut properties = pool_properties();
    for (version, number, details) in [("V1_0", "1", "claimsOverrideDetails"), ("V2_0", "2", "claimsAndScopeOverrideDetails")] {
        properties["LambdaConfig"]["PreTokenGenerationConfig"]["LambdaVersion"] = json!(version);
        world.cognito.ensure_pool(POOL, &properties).await.unwrap();
        world.sign_in("ada").await;
        let event = world.trigger_calls().remove(0).event;
        assert_eq!(event["version"], number);
        assert_eq!(event["response"][details], Value::Null);
        assert_eq!(event["request"].get("scopes").is_some(), number == "2");
    }
    properties["LambdaConfig"] = json!({});
    world.cognito.ensure_pool(POOL, &properties).await.unwrap();
    world.sign_in("ada").await;
    assert!(world.trigger_calls().is_empty());
}
