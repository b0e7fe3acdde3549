//! Passwords, their replacement, and the authenticator app.

use serde_json::{Value, json};

use crate::testing::{CLIENT, LEGACY_CLIENT, PASSWORD, POOL, World, client_properties};

fn with_password(name: &str, password: &str) -> Value {
    json!({ "USERNAME": name, "PREFERRED_CHALLENGE": "PASSWORD", "PASSWORD": password })
}

#[tokio::test]
async fn a_password_alone_is_level_one() {
    let world = World::new().await;
    world.with_password("ada").await;
    let access = world.claims(&world.password_sign_in("ada").await["AccessToken"]);
    assert_eq!(
        (&access["acr"], &access["amr"]),
        (&json!("urn:cognito:loa:1"), &json!(["pwd"]))
    );
    let refused = world
        .start(CLIENT, with_password("ada", "Rainy-Day-8"))
        .await
        .unwrap_err();
    assert_eq!(
        (refused.0.as_str(), refused.1.as_str()),
        ("NotAuthorizedException", "Incorrect username or password.")
    );
    // Sent in two steps, wrong answers are counted.
    let asked = json!({ "USERNAME": "ada", "PREFERRED_CHALLENGE": "PASSWORD" });
    let challenge = world.start(CLIENT, asked).await.unwrap();
    assert_eq!(challenge["ChallengeName"], "PASSWORD");
    let answer = |password: &str| json!({ "USERNAME": "ada", "PASSWORD": password });
    for _ in 1..=6 {
        let refused = world
            .respond(CLIENT, "PASSWORD", &challenge["Session"], answer("wrong"))
            .await;
        assert_eq!(refused.unwrap_err().0, "NotAuthorizedException");
    }
    assert!(
        world
            .respond(CLIENT, "PASSWORD", &challenge["Session"], answer(PASSWORD))
            .await
            .is_err()
    );
}

#[tokio::test]
async fn a_choice_may_bring_the_password_along() {
    let world = World::new().await;
    world.with_password("ada").await;
    let challenge = world
        .start(CLIENT, json!({ "USERNAME": "ada" }))
        .await
        .unwrap();
    let answer = json!({ "USERNAME": "ada", "ANSWER": "PASSWORD", "PASSWORD": PASSWORD });
    let answer = world
        .respond(CLIENT, "SELECT_CHALLENGE", &challenge["Session"], answer)
        .await
        .unwrap();
    assert!(answer["AuthenticationResult"]["AccessToken"].is_string());
}

#[tokio::test]
async fn a_disabled_user_learns_it_only_with_the_right_password() {
    let world = World::new().await;
    world.with_password("ada").await;
    world.admin("AdminDisableUser", "ada", json!({})).await;
    assert_eq!(
        world
            .start(CLIENT, with_password("ada", PASSWORD))
            .await
            .unwrap_err()
            .1,
        "User is disabled."
    );
    let refused = world
        .start(CLIENT, with_password("ada", "Rainy-Day-8"))
        .await
        .unwrap_err();
    assert_eq!(refused.1, "Incorrect username or password.");
    let refused = world
        .start(LEGACY_CLIENT, with_password("ada", PASSWORD))
        .await
        .unwrap_err();
    assert_eq!(refused.1, "User is disabled.");
}

#[tokio::test]
async fn a_temporary_password_is_replaced() {
    let world = World::new().await;
    world.learner("ada").await;
    world
        .admin(
            "AdminSetUserPassword",
            "ada",
            json!({ "Password": PASSWORD }),
        )
        .await;
    let challenge = world
        .start(CLIENT, with_password("ada", PASSWORD))
        .await
        .unwrap();
    assert_eq!(challenge["ChallengeName"], "NEW_PASSWORD_REQUIRED");
    assert_eq!(challenge["ChallengeParameters"]["USER_ID_FOR_SRP"], "ada");
    let session = &challenge["Session"];
    let answer = |more: Value| {
        let mut responses = more;
        responses["USERNAME"] = json!("ada");
        world.respond(CLIENT, "NEW_PASSWORD_REQUIRED", session, responses)
    };
    assert_eq!(
        answer(json!({ "NEW_PASSWORD": "short" }))
            .await
            .unwrap_err()
            .0,
        "InvalidPasswordException"
    );
    for stolen in [
        "userAttributes.email",
        "userAttributes.email_verified",
        "userAttributes.custom:workspace",
    ] {
        let refused = answer(json!({ "NEW_PASSWORD": "Windy-Day-9", stolen: "true" }))
            .await
            .unwrap_err();
        assert_eq!(refused.0, "InvalidParameterException", "{stolen}");
    }
    let done = answer(json!({ "NEW_PASSWORD": "Windy-Day-9", "userAttributes.given_name": "Ada" }))
        .await
        .unwrap();
    assert!(done["AuthenticationResult"]["AccessToken"].is_string());
    assert_eq!(
        world.trigger_calls()[0].event["triggerSource"],
        "TokenGeneration_NewPasswordChallenge"
    );
    assert!(
        answer(json!({ "NEW_PASSWORD": "Windy-Day-9" }))
            .await
            .is_err(),
        "the session was used"
    );
    assert!(
        world
            .start(CLIENT, with_password("ada", PASSWORD))
            .await
            .is_err()
    );
    assert!(
        world
            .start(CLIENT, with_password("ada", "Windy-Day-9"))
            .await
            .is_ok()
    );
    let user = world.admin("AdminGetUser", "ada", json!({})).await;
    assert_eq!(user["UserStatus"], "CONFIRMED");
}

#[tokio::test]
async fn a_temporary_password_lasts_a_week() {
    let world = World::new().await;
    world.learner("ada").await;
    world
        .admin(
            "AdminSetUserPassword",
            "ada",
            json!({ "Password": PASSWORD }),
        )
        .await;
    world.pass(7 * 24 * 3600);
    let refused = world
        .start(CLIENT, with_password("ada", PASSWORD))
        .await
        .unwrap_err();
    assert!(refused.0 == "NotAuthorizedException" && refused.1.contains("expired"));
}

#[tokio::test]
async fn password_and_app_are_level_four() {
    let world = World::new().await;
    let secret = world.administrator("root").await;
    let challenge = world
        .start(CLIENT, with_password("root", PASSWORD))
        .await
        .unwrap();
    assert_eq!(challenge["ChallengeName"], "SOFTWARE_TOKEN_MFA");
    assert!(challenge.get("AuthenticationResult").is_none());
    let answer = |session: &Value, code: &str| {
        let responses = json!({ "USERNAME": "root", "SOFTWARE_TOKEN_MFA_CODE": code });
        let session = session.clone();
        let world = &world;
        async move {
            world
                .respond(CLIENT, "SOFTWARE_TOKEN_MFA", &session, responses)
                .await
        }
    };
    let code = world.app_code(&secret);
    let wrong = if code == "000000" { "000001" } else { "000000" };
    let session = &challenge["Session"];
    assert_eq!(
        answer(session, wrong).await.unwrap_err().0,
        "CodeMismatchException"
    );
    let done = answer(session, &code).await.unwrap();
    let access = world.claims(&done["AuthenticationResult"]["AccessToken"]);
    assert_eq!(
        (&access["acr"], &access["amr"]),
        (&json!("urn:cognito:loa:4"), &json!(["pwd", "otp", "mfa"]))
    );
    assert_eq!(
        answer(session, &code).await.unwrap_err().0,
        "NotAuthorizedException"
    );
    // The same code in another sign-in, half a minute of validity left.
    let again = world
        .start(CLIENT, with_password("root", PASSWORD))
        .await
        .unwrap();
    assert_eq!(
        answer(&again["Session"], &code).await.unwrap_err().0,
        "ExpiredCodeException"
    );
    for _ in 2..=5 {
        assert_eq!(
            answer(&again["Session"], wrong).await.unwrap_err().0,
            "CodeMismatchException"
        );
    }
    assert_eq!(
        answer(&again["Session"], wrong).await.unwrap_err().0,
        "NotAuthorizedException"
    );
    world.pass(60);
    let fresh = world.app_code(&secret);
    assert_eq!(
        answer(&again["Session"], &fresh).await.unwrap_err().0,
        "NotAuthorizedException"
    );
}

#[tokio::test]
async fn an_app_counts_once_it_is_verified_and_switched_on() {
    let world = World::new().await;
    world.with_password("root").await;
    let access = world.password_sign_in("root").await["AccessToken"].clone();
    let on = json!({ "AccessToken": access, "SoftwareTokenMfaSettings": { "Enabled": true } });
    assert_eq!(
        world.refusal("SetUserMFAPreference", on.clone()).await,
        "InvalidParameterException"
    );
    let verify = |code: &str| json!({ "AccessToken": access, "UserCode": code });
    assert_eq!(
        world.refusal("VerifySoftwareToken", verify("123456")).await,
        "SoftwareTokenMFANotFoundException"
    );
    let secret = world
        .call("AssociateSoftwareToken", json!({ "AccessToken": access }))
        .await
        .unwrap();
    let secret = data_encoding::BASE32_NOPAD
        .decode(secret["SecretCode"].as_str().unwrap().as_bytes())
        .unwrap();
    assert_eq!(
        world.refusal("VerifySoftwareToken", verify("x")).await,
        "EnableSoftwareTokenMFAException"
    );
    let verified = world
        .call("VerifySoftwareToken", verify(&world.app_code(&secret)))
        .await
        .unwrap();
    assert_eq!(verified["Status"], "SUCCESS");
    assert!(
        world.password_sign_in("root").await["AccessToken"].is_string(),
        "verified, not switched on"
    );
    // Whoever asks for level four is asked for the code all the same.
    let mut target = with_password("root", PASSWORD);
    target["TARGET_ACR_VALUES"] = json!("urn:cognito:loa:4 urn:cognito:loa:1");
    assert_eq!(
        world.start(CLIENT, target).await.unwrap()["ChallengeName"],
        "SOFTWARE_TOKEN_MFA"
    );
    world.call("SetUserMFAPreference", on).await.unwrap();
    let user = world.get_user(&access).await.unwrap();
    assert_eq!(user["UserMFASettingList"], json!(["SOFTWARE_TOKEN_MFA"]));
    assert_eq!(
        world
            .start(CLIENT, with_password("root", PASSWORD))
            .await
            .unwrap()["ChallengeName"],
        "SOFTWARE_TOKEN_MFA"
    );
    let sms = json!({ "AccessToken": access, "SMSMfaSettings": { "Enabled": true } });
    assert_eq!(
        world.refusal("SetUserMFAPreference", sms).await,
        "InvalidParameterException"
    );
}

#[tokio::test]
async fn where_mfa_is_required_the_app_is_set_up_on_the_way() {
    let world = World::new().await;
    let strict = json!({ "MfaConfiguration": "ON", "EnabledMfas": ["SOFTWARE_TOKEN_MFA"] });
    world
        .cognito
        .ensure_pool("local_Strict", &strict)
        .await
        .unwrap();
    world
        .cognito
        .ensure_client("local_Strict", "strict", &client_properties())
        .await
        .unwrap();
    let user =
        json!({ "UserPoolId": "local_Strict", "Username": "root", "MessageAction": "SUPPRESS" });
    world.call("AdminCreateUser", user).await.unwrap();
    let password = json!({ "UserPoolId": "local_Strict", "Username": "root", "Password": PASSWORD, "Permanent": true });
    world.call("AdminSetUserPassword", password).await.unwrap();
    let challenge = world
        .start("strict", with_password("root", PASSWORD))
        .await
        .unwrap();
    assert_eq!(challenge["ChallengeName"], "MFA_SETUP");
    assert_eq!(
        challenge["ChallengeParameters"]["MFAS_CAN_SETUP"],
        "[\"SOFTWARE_TOKEN_MFA\"]"
    );
    let finish = |session: &Value| {
        let session = session.clone();
        let world = &world;
        async move {
            world
                .respond(
                    "strict",
                    "MFA_SETUP",
                    &session,
                    json!({ "USERNAME": "root" }),
                )
                .await
        }
    };
    assert_eq!(
        finish(&challenge["Session"]).await.unwrap_err().0,
        "InvalidParameterException"
    );
    let associated = world
        .call(
            "AssociateSoftwareToken",
            json!({ "Session": challenge["Session"] }),
        )
        .await
        .unwrap();
    let secret = data_encoding::BASE32_NOPAD
        .decode(associated["SecretCode"].as_str().unwrap().as_bytes())
        .unwrap();
    let verify = |code: &str| json!({ "Session": associated["Session"], "UserCode": code });
    assert_eq!(
        world.refusal("VerifySoftwareToken", verify("x")).await,
        "EnableSoftwareTokenMFAException"
    );
    assert_eq!(
        finish(&associated["Session"]).await.unwrap_err().0,
        "InvalidParameterException"
    );
    let verified = world
        .call("VerifySoftwareToken", verify(&world.app_code(&secret)))
        .await
        .unwrap();
    assert!(finish(&verified["Session"]).await.unwrap()["AuthenticationResult"].is_object());
    world.pass(60);
    let next = world
        .start("strict", with_password("root", PASSWORD))
        .await
        .unwrap();
    assert_eq!(next["ChallengeName"], "SOFTWARE_TOKEN_MFA");
    assert_eq!(
        world
            .refusal(
                "AssociateSoftwareToken",
                json!({ "Session": next["Session"] })
            )
            .await,
        "NotAuthorizedException"
    );
    assert_eq!(
        world.refusal("AssociateSoftwareToken", json!({})).await,
        "InvalidParameterException"
    );
    let pool = world
        .call("DescribeUserPool", json!({ "UserPoolId": POOL }))
        .await
        .unwrap();
    assert_eq!(pool["UserPool"]["MfaConfiguration"], "OPTIONAL");
}
