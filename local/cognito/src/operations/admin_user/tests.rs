//! The administrator's calls on one user.

use serde_json::{Value, json};

use crate::testing::{CLIENT, PASSWORD, POOL, World, pool_properties};

fn attribute(user: &Value, name: &str) -> Option<String> {
    let list = user.get("UserAttributes").or_else(|| user.get("Attributes")).unwrap();
    let found = list.as_array().unwrap().iter().find(|attribute| attribute["Name"] == name)?;
    found["Value"].as_str().map(str::to_owned)
}

#[tokio::test]
async fn a_user_is_created_once() {
    let mut world = World::new().await;
    let body = |name: &str, attributes: Value| {
        json!({ "UserPoolId": POOL, "Username": name,
        "MessageAction": "SUPPRESS", "UserAttributes": attributes })
    };
    let email = json!([{ "Name": "email", "Value": "ada@acme.example" }, { "Name": "custom:workspace", "Value": "acme" }]);
    let created = world.call("AdminCreateUser", body("01ARZ3", email.clone())).await.unwrap();
    let user = &created["User"];
    assert_eq!((&user["Username"], &user["Enabled"], &user["UserStatus"]), (&json!("01ARZ3"), &json!(true), &json!("CONFIRMED")));
    assert_eq!(user["UserCreateDate"].as_f64(), Some(world.now() as f64));
    assert_eq!(attribute(user, "sub").unwrap().len(), 36);
    assert_eq!(attribute(user, "custom:workspace").as_deref(), Some("acme"));
    assert_eq!(world.refusal("AdminCreateUser", body("01ARZ3", email)).await, "UsernameExistsException");
    for (name, attributes) in [
        ("two words", json!([])),
        ("", json!([])),
        ("eve", json!([{ "Name": "custom:unknown", "Value": "x" }])),
        ("eve", json!([{ "Name": "email_verified", "Value": "true" }])),
        ("eve", json!([{ "Name": "sub", "Value": "x" }])),
    ] {
        let refused = world.refusal("AdminCreateUser", body(name, attributes)).await;
        assert_eq!(refused, "InvalidParameterException");
    }
    assert_eq!(world.refusal("AdminGetUser", json!({ "UserPoolId": POOL, "Username": "eve" })).await, "UserNotFoundException");
    // Without an address there must be a password: a generated one, which nobody was told.
    let silent = world.call("AdminCreateUser", body("bob", json!([]))).await.unwrap();
    assert_eq!(silent["User"]["UserStatus"], "FORCE_CHANGE_PASSWORD");
    world.learner("zoe").await;
    world.sign_in("zoe").await;
}

#[tokio::test]
async fn an_invitation_brings_a_temporary_password() {
    let mut world = World::new().await;
    let mut passwords_only = pool_properties();
    passwords_only["Policies"] = json!({});
    world.cognito.ensure_pool(POOL, &passwords_only).await.unwrap();
    let mut body = json!({ "UserPoolId": POOL, "Username": "ada",
        "UserAttributes": [{ "Name": "email", "Value": "ada@acme.example" }] });
    assert_eq!(world.refusal("AdminCreateUser", body.clone()).await, "InvalidParameterException");
    body["DesiredDeliveryMediums"] = json!(["EMAIL"]);
    world.call("AdminCreateUser", body.clone()).await.unwrap();
    let first = world.mail().await;
    assert_eq!((first.to.as_str(), first.subject.as_str()), ("ada@acme.example", "Your temporary password"));
    body["MessageAction"] = json!("RESEND");
    world.call("AdminCreateUser", body.clone()).await.unwrap();
    let second = world.mail().await.text;
    assert_ne!(second, first.text);
    let password = second.trim().rsplit(' ').next().unwrap();
    let parameters = json!({ "USERNAME": "ada", "PREFERRED_CHALLENGE": "PASSWORD", "PASSWORD": password });
    let challenge = world.start(CLIENT, parameters).await.unwrap();
    assert_eq!(challenge["ChallengeName"], "NEW_PASSWORD_REQUIRED");
    world.admin("AdminSetUserPassword", "ada", json!({ "Password": PASSWORD, "Permanent": true })).await;
    assert_eq!(world.refusal("AdminCreateUser", body.clone()).await, "UnsupportedUserStateException");
    body["MessageAction"] = json!("SHOUT");
    body["Username"] = json!("eve");
    assert_eq!(world.refusal("AdminCreateUser", body).await, "InvalidParameterException");
}

#[tokio::test]
async fn attributes_change_together_or_not_at_all() {
    let mut world = World::new().await;
    world.learner("ada").await;
    world.sign_in("ada").await;
    let change = |attributes: Value| json!({ "UserPoolId": POOL, "Username": "ada", "UserAttributes": attributes });
    let refused = world
        .refusal(
            "AdminUpdateUserAttributes",
            change(json!([
        { "Name": "given_name", "Value": "Ada" }, { "Name": "custom:workspace", "Value": "acme-corp" } ])),
        )
        .await;
    assert_eq!(refused, "InvalidParameterException");
    let user = world.admin("AdminGetUser", "ada", json!({})).await;
    assert_eq!((attribute(&user, "given_name"), attribute(&user, "email_verified")), (None, Some("true".to_owned())));
    world
        .call(
            "AdminUpdateUserAttributes",
            change(json!([
        { "Name": "given_name", "Value": "Ada" }, { "Name": "email", "Value": "ada@new.example" } ])),
        )
        .await
        .unwrap();
    let user = world.admin("AdminGetUser", "ada", json!({})).await;
    assert_eq!(attribute(&user, "email_verified").as_deref(), Some("false"), "a new address is not verified");
    world
        .call(
            "AdminUpdateUserAttributes",
            change(json!([
        { "Name": "given_name", "Value": "" }, { "Name": "email", "Value": "ada@late.example" },
        { "Name": "email_verified", "Value": "true" } ])),
        )
        .await
        .unwrap();
    let user = world.admin("AdminGetUser", "ada", json!({})).await;
    assert_eq!((attribute(&user, "given_name"), attribute(&user, "email_verified")), (None, Some("true".to_owned())));
    world.ask_code(CLIENT, "ada").await.unwrap();
    assert_eq!(world.mail().await.to, "ada@late.example");
    world.call("AdminUpdateUserAttributes", change(json!([{ "Name": "email", "Value": "" }]))).await.unwrap();
    let user = world.admin("AdminGetUser", "ada", json!({})).await;
    assert_eq!((attribute(&user, "email"), attribute(&user, "email_verified")), (None, None));
    assert_eq!(world.ask_code(CLIENT, "ada").await.unwrap_err().0, "NotAuthorizedException");
}

#[tokio::test]
async fn a_weak_password_is_refused() {
    let world = World::new().await;
    world.learner("ada").await;
    let body = json!({ "UserPoolId": POOL, "Username": "ada", "Password": "password", "Permanent": true });
    assert_eq!(world.refusal("AdminSetUserPassword", body).await, "InvalidPasswordException");
    let body = json!({ "UserPoolId": "local_None", "Username": "ada", "Password": PASSWORD });
    assert_eq!(world.refusal("AdminSetUserPassword", body).await, "ResourceNotFoundException");
}

#[tokio::test]
async fn case_counts_unless_the_pool_says_otherwise() {
    let world = World::new().await;
    world.learner("ada").await;
    assert_eq!(world.refusal("AdminGetUser", json!({ "UserPoolId": POOL, "Username": "ADA" })).await, "UserNotFoundException");
    let mut folded = pool_properties();
    folded["UsernameConfiguration"] = json!({ "CaseSensitive": "false" });
    world.cognito.ensure_pool("local_Folded", &folded).await.unwrap();
    let named = |name: &str| json!({ "UserPoolId": "local_Folded", "Username": name, "MessageAction": "SUPPRESS" });
    world.call("AdminCreateUser", named("Ada")).await.unwrap();
    assert_eq!(world.refusal("AdminCreateUser", named("aDA")).await, "UsernameExistsException");
    assert_eq!(world.call("AdminGetUser", named("ADA")).await.unwrap()["Username"], "Ada");
}
