//! The authenticator app: its codes, and its setup.

use serde_json::{Value, json};

use crate::testing::{CLIENT, PASSWORD, POOL, World, client_properties, with_password};

#[tokio::test]
async fn password_and_app_are_level_four() {
    let world = World::new().await;
    let secret = world.administrator("root").await;
    let challenge = world.start(CLIENT, with_password("root", PASSWORD)).await.unwrap();
    assert_eq!(challenge["ChallengeName"], "SOFTWARE_TOKEN_MFA");
    assert!(challenge.get("AuthenticationResult").is_none());
    let answer = |session: &Value, code: &str| {
        let responses = json!({ "USERNAME": "root", "SOFTWARE_TOKEN_MFA_CODE": code });
        let session = session.clone();
        let world = &world;
        async move { world.respond(CLIENT, "SOFTWARE_TOKEN_MFA", &session, responses).await }
    };
    let code = world.app_code(&secret);
    let wrong = if code == "000000" { "000001" } else { "000000" };
    let session = &challenge["Session"];
    assert_eq!(answer(session, wrong).await.unwrap_err().0, "CodeMismatchException");
    let done = answer(session, &code).await.unwrap();
    let access = world.claims(&done["AuthenticationResult"]["AccessToken"]);
    assert_eq!((&access["acr"], &access["amr"]), (&json!("urn:cognito:loa:4"), &json!(["pwd", "otp", "mfa"])));
    assert_eq!(answer(session, &code).await.unwrap_err().0, "NotAuthorizedException");
    // The same code in another sign-in, half a minute of validity left.
    let again = world.start(CLIENT, with_password("root", PASSWORD)).await.unwrap();
    assert_eq!(answer(&again["Session"], &code).await.unwrap_err().0, "ExpiredCodeException");
    for _ in 2..=5 {
        assert_eq!(answer(&again["Session"], wrong).await.unwrap_err().0, "CodeMismatchException");
    }
    assert_eq!(answer(&again["Session"], wrong).await.unwrap_err().0, "NotAuthorizedException");
    world.pass(60);
    let fresh = world.app_code(&secret);
    assert_eq!(answer(&again["Session"], &fresh).await.unwrap_err().0, "NotAuthorizedException");
}

#[tokio::test]
async fn an_app_counts_once_it_is_verified_and_switched_on() {
    let world = World::new().await;
    world.with_password("root").await;
    let access = world.password_sign_in("root").await["AccessToken"].clone();
    let prefer = |settings: Value| {
        let mut body = settings;
        body["UserPoolId"] = json!(POOL);
        body["Username"] = json!("root");
        world.call("AdminSetUserMFAPreference", body)
    };
    let on = json!({ "SoftwareTokenMfaSettings": { "Enabled": true } });
    assert_eq!(prefer(on.clone()).await.unwrap_err().0, "InvalidParameterException");
    let verify = |code: &str| json!({ "AccessToken": access, "UserCode": code });
    assert_eq!(world.refusal("VerifySoftwareToken", verify("123456")).await, "SoftwareTokenMFANotFoundException");
    let secret = world.call("AssociateSoftwareToken", json!({ "AccessToken": access })).await.unwrap();
    let secret = data_encoding::BASE32_NOPAD.decode(secret["SecretCode"].as_str().unwrap().as_bytes()).unwrap();
    assert_eq!(world.refusal("VerifySoftwareToken", verify("x")).await, "EnableSoftwareTokenMFAException");
    let verified = world.call("VerifySoftwareToken", verify(&world.app_code(&secret))).await.unwrap();
    assert_eq!(verified["Status"], "SUCCESS");
    assert!(world.password_sign_in("root").await["AccessToken"].is_string(), "verified, not switched on");
    // Whoever asks for level four is asked for the code all the same.
    let mut target = with_password("root", PASSWORD);
    target["TARGET_ACR_VALUES"] = json!("urn:cognito:loa:4 urn:cognito:loa:1");
    assert_eq!(world.start(CLIENT, target).await.unwrap()["ChallengeName"], "SOFTWARE_TOKEN_MFA");
    prefer(on).await.unwrap();
    let user = world.get_user(&access).await.unwrap();
    assert_eq!(user["UserMFASettingList"], json!(["SOFTWARE_TOKEN_MFA"]));
    assert_eq!(world.start(CLIENT, with_password("root", PASSWORD)).await.unwrap()["ChallengeName"], "SOFTWARE_TOKEN_MFA");
    assert_eq!(prefer(json!({ "SMSMfaSettings": { "Enabled": true } })).await.unwrap_err().0, "InvalidParameterException");
}

#[tokio::test]
async fn where_mfa_is_required_the_app_is_set_up_on_the_way() {
    let world = World::new().await;
    let strict = json!({ "MfaConfiguration": "ON", "EnabledMfas": ["SOFTWARE_TOKEN_MFA"] });
    world.cognito.ensure_pool("local_Strict", &strict).await.unwrap();
    world.cognito.ensure_client("local_Strict", "strict", &client_properties()).await.unwrap();
    let user = json!({ "UserPoolId": "local_Strict", "Username": "root", "MessageAction": "SUPPRESS" });
    world.call("AdminCreateUser", user).await.unwrap();
    let password = json!({ "UserPoolId": "local_Strict", "Username": "root", "Password": PASSWORD, "Permanent": true });
    world.call("AdminSetUserPassword", password).await.unwrap();
    let challenge = world.start("strict", with_password("root", PASSWORD)).await.unwrap();
    assert_eq!(challenge["ChallengeName"], "MFA_SETUP");
    assert_eq!(challenge["ChallengeParameters"]["MFAS_CAN_SETUP"], "[\"SOFTWARE_TOKEN_MFA\"]");
    let finish = |session: &Value| {
        let session = session.clone();
        let world = &world;
        async move { world.respond("strict", "MFA_SETUP", &session, json!({ "USERNAME": "root" })).await }
    };
    assert_eq!(finish(&challenge["Session"]).await.unwrap_err().0, "InvalidParameterException");
    let associated = world.call("AssociateSoftwareToken", json!({ "Session": challenge["Session"] })).await.unwrap();
    let secret = data_encoding::BASE32_NOPAD.decode(associated["SecretCode"].as_str().unwrap().as_bytes()).unwrap();
    let verify = |code: &str| json!({ "Session": associated["Session"], "UserCode": code });
    assert_eq!(world.refusal("VerifySoftwareToken", verify("x")).await, "EnableSoftwareTokenMFAException");
    assert_eq!(finish(&associated["Session"]).await.unwrap_err().0, "InvalidParameterException");
    let verified = world.call("VerifySoftwareToken", verify(&world.app_code(&secret))).await.unwrap();
    assert!(finish(&verified["Session"]).await.unwrap()["AuthenticationResult"].is_object());
    world.pass(60);
    let next = world.start("strict", with_password("root", PASSWORD)).await.unwrap();
    assert_eq!(next["ChallengeName"], "SOFTWARE_TOKEN_MFA");
    assert_eq!(world.refusal("AssociateSoftwareToken", json!({ "Session": next["Session"] })).await, "NotAuthorizedException");
    assert_eq!(world.refusal("AssociateSoftwareToken", json!({})).await, "InvalidParameterException");
}
