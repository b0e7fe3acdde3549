//! Passwords, their replacement, and the authenticator app.

use serde_json::{Value, json};

use crate::testing::{CLIENT, LEGACY_CLIENT, PASSWORD, World, with_password};

#[tokio::test]
async fn a_password_alone_is_level_one() {
    let world = World::new().await;
    world.with_password("ada").await;
    let access = world.claims(&world.password_sign_in("ada").await["AccessToken"]);
    assert_eq!((&access["acr"], &access["amr"]), (&json!("urn:cognito:loa:1"), &json!(["pwd"])));
    let refused = world.start(CLIENT, with_password("ada", "Rainy-Day-8")).await.unwrap_err();
    assert_eq!((refused.0.as_str(), refused.1.as_str()), ("NotAuthorizedException", "Incorrect username or password."));
    // Sent in two steps, wrong answers are counted.
    let asked = json!({ "USERNAME": "ada", "PREFERRED_CHALLENGE": "PASSWORD" });
    let challenge = world.start(CLIENT, asked).await.unwrap();
    assert_eq!(challenge["ChallengeName"], "PASSWORD");
    let answer = |password: &str| json!({ "USERNAME": "ada", "PASSWORD": password });
    for _ in 1..=6 {
        let refused = world.respond(CLIENT, "PASSWORD", &challenge["Session"], answer("wrong")).await;
        assert_eq!(refused.unwrap_err().0, "NotAuthorizedException");
    }
    assert!(world.respond(CLIENT, "PASSWORD", &challenge["Session"], answer(PASSWORD)).await.is_err());
}

#[tokio::test]
async fn a_choice_may_bring_the_password_along() {
    let world = World::new().await;
    world.with_password("ada").await;
    let challenge = world.start(CLIENT, json!({ "USERNAME": "ada" })).await.unwrap();
    let answer = json!({ "USERNAME": "ada", "ANSWER": "PASSWORD", "PASSWORD": PASSWORD });
    let answer = world.respond(CLIENT, "SELECT_CHALLENGE", &challenge["Session"], answer).await.unwrap();
    assert!(answer["AuthenticationResult"]["AccessToken"].is_string());
}

#[tokio::test]
async fn a_disabled_user_learns_it_only_with_the_right_password() {
    let world = World::new().await;
    world.with_password("ada").await;
    world.admin("AdminDisableUser", "ada", json!({})).await;
    assert_eq!(world.start(CLIENT, with_password("ada", PASSWORD)).await.unwrap_err().1, "User is disabled.");
    let refused = world.start(CLIENT, with_password("ada", "Rainy-Day-8")).await.unwrap_err();
    assert_eq!(refused.1, "Incorrect username or password.");
    let refused = world.start(LEGACY_CLIENT, with_password("ada", PASSWORD)).await.unwrap_err();
    assert_eq!(refused.1, "User is disabled.");
}

#[tokio::test]
async fn a_temporary_password_is_replaced() {
    let world = World::new().await;
    world.learner("ada").await;
    world.admin("AdminSetUserPassword", "ada", json!({ "Password": PASSWORD })).await;
    let challenge = world.start(CLIENT, with_password("ada", PASSWORD)).await.unwrap();
    assert_eq!(challenge["ChallengeName"], "NEW_PASSWORD_REQUIRED");
    assert_eq!(challenge["ChallengeParameters"]["USER_ID_FOR_SRP"], "ada");
    let session = &challenge["Session"];
    let answer = |more: Value| {
        let mut responses = more;
        responses["USERNAME"] = json!("ada");
        world.respond(CLIENT, "NEW_PASSWORD_REQUIRED", session, responses)
    };
    assert_eq!(answer(json!({ "NEW_PASSWORD": "short" })).await.unwrap_err().0, "InvalidPasswordException");
    for stolen in ["userAttributes.email", "userAttributes.email_verified", "userAttributes.custom:workspace"] {
        let refused = answer(json!({ "NEW_PASSWORD": "Windy-Day-9", stolen: "true" })).await.unwrap_err();
        assert_eq!(refused.0, "InvalidParameterException", "{stolen}");
    }
    let done = answer(json!({ "NEW_PASSWORD": "Windy-Day-9", "userAttributes.given_name": "Ada" })).await.unwrap();
    assert!(done["AuthenticationResult"]["AccessToken"].is_string());
    assert_eq!(world.trigger_calls()[0].event["triggerSource"], "TokenGeneration_NewPasswordChallenge");
    assert!(answer(json!({ "NEW_PASSWORD": "Windy-Day-9" })).await.is_err(), "the session was used");
    assert!(world.start(CLIENT, with_password("ada", PASSWORD)).await.is_err());
    assert!(world.start(CLIENT, with_password("ada", "Windy-Day-9")).await.is_ok());
    let user = world.admin("AdminGetUser", "ada", json!({})).await;
    assert_eq!(user["UserStatus"], "CONFIRMED");
}

#[tokio::test]
async fn a_temporary_password_lasts_a_week() {
    let world = World::new().await;
    world.learner("ada").await;
    world.admin("AdminSetUserPassword", "ada", json!({ "Password": PASSWORD })).await;
    world.pass(7 * 24 * 3600);
    let refused = world.start(CLIENT, with_password("ada", PASSWORD)).await.unwrap_err();
    assert!(refused.0 == "NotAuthorizedException" && refused.1.contains("expired"));
}
