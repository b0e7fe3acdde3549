//! Signing in with a code by e-mail, and everything that must not work.

use serde_json::{Value, json};

use crate::testing::{CLIENT, LEGACY_CLIENT, PASSWORD, World};

fn names(claims: &Value) -> Vec<&str> {
    let mut names: Vec<_> = claims.as_object().unwrap().keys().map(String::as_str).collect();
    names.sort_unstable();
    names
}

fn wrong(code: &str) -> String {
    if code == "00000000" { "00000001" } else { "00000000" }.to_owned()
}

#[tokio::test]
async fn a_code_opens_a_session() {
    let mut world = World::new().await;
    world.learner("ada").await;
    let challenge = world.ask_code(CLIENT, "ada").await.unwrap();
    assert_eq!(challenge["ChallengeName"], "EMAIL_OTP");
    let parameters = json!({
        "CODE_DELIVERY_DELIVERY_MEDIUM": "EMAIL", "CODE_DELIVERY_DESTINATION": "a***@a***" });
    assert_eq!(challenge["ChallengeParameters"], parameters);
    let mail = world.mail().await;
    assert_eq!((mail.to.as_str(), mail.subject.as_str()), ("ada@acme.example", "Your verification code"));
    let code: String = mail.text.chars().filter(char::is_ascii_digit).collect();
    assert!(code.len() == 8 && mail.html.contains(&code));
    let answer = world.send_code(&challenge["Session"], "ada", &code).await.unwrap();
    let result = &answer["AuthenticationResult"];
    assert_eq!((&result["ExpiresIn"], &result["TokenType"]), (&json!(3600), &json!("Bearer")));
    let access = world.claims(&result["AccessToken"]);
    let mut expected = vec![
        "acr",
        "amr",
        "auth_time",
        "client_id",
        "event_id",
        "exp",
        "iat",
        "iss",
        "jti",
        "origin_jti",
        "scope",
        "sub",
        "token_use",
        "username",
    ];
    expected.sort_unstable();
    assert_eq!(names(&access), expected);
    let now = world.now();
    assert_eq!(access["scope"], "aws.cognito.signin.user.admin");
    assert_eq!((&access["token_use"], &access["client_id"]), (&json!("access"), &json!(CLIENT)));
    assert_eq!((&access["iat"], &access["exp"], &access["auth_time"]), (&json!(now), &json!(now + 3600), &json!(now)));
    assert_eq!((&access["acr"], &access["amr"]), (&json!("urn:cognito:loa:2"), &json!(["email_otp"])));
    let id = world.claims(&result["IdToken"]);
    assert_eq!((&id["aud"], &id["token_use"], &id["email_verified"]), (&json!(CLIENT), &json!("id"), &json!(true)));
    assert_eq!((&id["cognito:username"], &id["email"]), (&json!("ada"), &json!("ada@acme.example")));
    assert_eq!((&id["sub"], &id["origin_jti"]), (&access["sub"], &access["origin_jti"]));
    assert_ne!(id["jti"], access["jti"]);
    assert!(id.get("client_id").is_none() && id.get("scope").is_none());
}

#[tokio::test]
async fn a_code_confirms_the_user_and_verifies_the_address() {
    let mut world = World::new().await;
    let attributes = json!([{ "Name": "email", "Value": "ada@acme.example" }]);
    let body = json!({ "MessageAction": "SUPPRESS", "UserAttributes": attributes, "TemporaryPassword": PASSWORD });
    let created = world.admin("AdminCreateUser", "ada", body).await;
    assert_eq!(created["User"]["UserStatus"], "FORCE_CHANGE_PASSWORD");
    world.sign_in("ada").await;
    let user = world.admin("AdminGetUser", "ada", json!({})).await;
    assert_eq!(user["UserStatus"], "CONFIRMED");
    assert!(user["UserAttributes"].as_array().unwrap().contains(&json!({ "Name": "email_verified", "Value": "true" })));
    // The temporary password is still a temporary one.
    let parameters = json!({ "USERNAME": "ada", "PREFERRED_CHALLENGE": "PASSWORD", "PASSWORD": PASSWORD });
    let challenge = world.start(CLIENT, parameters).await.unwrap();
    assert_eq!(challenge["ChallengeName"], "NEW_PASSWORD_REQUIRED");
}

#[tokio::test]
async fn six_wrong_codes_end_the_session_and_five_do_not() {
    let mut world = World::new().await;
    world.learner("ada").await;
    for patience in [5, 6] {
        let session = world.ask_code(CLIENT, "ada").await.unwrap()["Session"].clone();
        let code = world.code().await;
        for attempt in 1..=patience {
            let refused = world.send_code(&session, "ada", &wrong(&code)).await.unwrap_err();
            let kind = if attempt < 6 { "CodeMismatchException" } else { "NotAuthorizedException" };
            assert_eq!(refused.0, kind, "attempt {attempt}");
        }
        assert_eq!(world.send_code(&session, "ada", &code).await.is_ok(), patience == 5);
    }
}

#[tokio::test]
async fn a_used_code_is_used() {
    let mut world = World::new().await;
    world.learner("ada").await;
    let session = world.ask_code(CLIENT, "ada").await.unwrap()["Session"].clone();
    let code = world.code().await;
    let (first, second) = tokio::join!(world.send_code(&session, "ada", &code), world.send_code(&session, "ada", &code));
    assert!(first.is_ok() != second.is_ok(), "the same code opened two sessions");
    assert_eq!(world.send_code(&session, "ada", &code).await.unwrap_err().0, "NotAuthorizedException");
    // A code belongs to its session.
    let other = world.ask_code(CLIENT, "ada").await.unwrap()["Session"].clone();
    let fresh = world.code().await;
    assert_ne!(fresh, code);
    assert_eq!(world.send_code(&other, "ada", &code).await.unwrap_err().0, "CodeMismatchException");
}

#[tokio::test]
async fn a_session_waits_three_minutes() {
    let mut world = World::new().await;
    world.learner("ada").await;
    let session = world.ask_code(CLIENT, "ada").await.unwrap()["Session"].clone();
    let code = world.code().await;
    world.pass(180);
    let refused = world.send_code(&session, "ada", &code).await.unwrap_err();
    assert_eq!((refused.0.as_str(), refused.1.contains("expired")), ("NotAuthorizedException", true));
    let session = world.ask_code(CLIENT, "ada").await.unwrap()["Session"].clone();
    let code = world.code().await;
    world.pass(179);
    world.send_code(&session, "ada", &code).await.unwrap();
}

#[tokio::test]
async fn nobody_looks_like_somebody() {
    let mut world = World::new().await;
    world.learner("ada").await;
    world.learner("off").await;
    world.admin("AdminDisableUser", "off", json!({})).await;
    for name in ["nobody", "off"] {
        let challenge = world.ask_code(CLIENT, name).await.unwrap();
        let known = world.ask_code(CLIENT, "ada").await.unwrap();
        // The first mail is the second caller's: the first caller got none.
        assert_eq!(world.mail().await.to, "ada@acme.example");
        assert_eq!(names(&challenge), names(&known));
        assert_eq!(challenge["ChallengeName"], known["ChallengeName"]);
        assert_eq!(names(&challenge["ChallengeParameters"]), names(&known["ChallengeParameters"]));
        let length = |value: &Value| value.as_str().unwrap().len();
        assert_eq!(length(&challenge["Session"]), length(&known["Session"]));
        for attempt in 1..=6 {
            let refused = world.send_code(&challenge["Session"], name, "12345678").await.unwrap_err();
            let kind = if attempt < 6 { "CodeMismatchException" } else { "NotAuthorizedException" };
            assert_eq!(refused.0, kind);
        }
        let offered = world.start(CLIENT, json!({ "USERNAME": name })).await.unwrap();
        let known = world.start(CLIENT, json!({ "USERNAME": "ada" })).await.unwrap();
        assert_eq!(offered["AvailableChallenges"], known["AvailableChallenges"]);
        let password = json!({ "USERNAME": name, "PREFERRED_CHALLENGE": "PASSWORD", "PASSWORD": PASSWORD });
        let mut known = password.clone();
        known["USERNAME"] = json!("ada");
        let (nobody, known) = (world.start(CLIENT, password).await, world.start(CLIENT, known).await);
        assert_eq!(nobody.unwrap_err(), known.unwrap_err());
    }
    assert_eq!(world.ask_code(LEGACY_CLIENT, "nobody").await.unwrap_err().0, "UserNotFoundException");
    assert_eq!(world.ask_code(LEGACY_CLIENT, "off").await.unwrap_err().1, "User is disabled.");
}

#[tokio::test]
async fn disabling_in_between_closes_the_door() {
    let mut world = World::new().await;
    world.learner("ada").await;
    let session = world.ask_code(CLIENT, "ada").await.unwrap()["Session"].clone();
    let code = world.code().await;
    world.admin("AdminDisableUser", "ada", json!({})).await;
    assert_eq!(world.send_code(&session, "ada", &code).await.unwrap_err().1, "User is disabled.");
    world.admin("AdminEnableUser", "ada", json!({})).await;
    assert!(world.send_code(&session, "ada", &code).await.is_err(), "the code was used");
    world.sign_in("ada").await;
}

#[tokio::test]
async fn a_user_with_mfa_gets_no_code() {
    let mut world = World::new().await;
    world.with_password("root").await;
    let session = world.ask_code(CLIENT, "root").await.unwrap()["Session"].clone();
    let code = world.code().await;
    world.admin("AdminDeleteUser", "root", json!({})).await;
    assert!(world.send_code(&session, "root", &code).await.is_err(), "a deleted user signed in");
    world.administrator("root").await;
    let challenge = world.ask_code(CLIENT, "root").await.unwrap();
    assert_eq!(challenge["ChallengeName"], "SELECT_CHALLENGE");
    assert_eq!(challenge["AvailableChallenges"], json!(["PASSWORD"]));
    // Sent while MFA was off, answered when it is on.
    let settings = |enabled: bool| json!({ "SoftwareTokenMfaSettings": { "Enabled": enabled } });
    world.admin("AdminSetUserMFAPreference", "root", settings(false)).await;
    let session = world.ask_code(CLIENT, "root").await.unwrap()["Session"].clone();
    let code = world.code().await;
    world.admin("AdminSetUserMFAPreference", "root", settings(true)).await;
    assert_eq!(world.send_code(&session, "root", &code).await.unwrap_err().0, "NotAuthorizedException");
}
