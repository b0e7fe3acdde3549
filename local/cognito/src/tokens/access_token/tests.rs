//! Tokens that must not open anything.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};

use crate::signing_keys::SigningKey;
use crate::testing::{BASE, CLIENT, PASSWORD, POOL, World, client_properties, pool_properties};

/// The token with one of its three parts changed.
fn with_part(token: &str, index: usize, change: impl FnOnce(Value) -> Value) -> Value {
    let mut parts: Vec<String> = token.split('.').map(str::to_owned).collect();
    let part: Value = serde_json::from_slice(&URL_SAFE_NO_PAD.decode(&parts[index]).unwrap()).unwrap();
    parts[index] = URL_SAFE_NO_PAD.encode(change(part).to_string());
    json!(parts.join("."))
}

#[tokio::test]
async fn only_genuine_access_tokens_count() {
    let mut world = World::new().await;
    world.learner("ada").await;
    world.learner("eve").await;
    let tokens = world.sign_in("ada").await;
    let user = world.get_user(&tokens["AccessToken"]).await.unwrap();
    assert_eq!(user["Username"], "ada");
    assert!(user.get("UserStatus").is_none());
    let eve = world.admin("AdminGetUser", "eve", json!({})).await["UserAttributes"][0]["Value"].clone();
    let token = tokens["AccessToken"].as_str().unwrap();
    let claims = world.claims(&tokens["AccessToken"]);
    let set = |name: &'static str, value: Value| {
        move |mut part: Value| {
            part[name] = value;
            part
        }
    };
    let unsigned = with_part(token, 0, set("alg", json!("none")));
    let unsigned = unsigned.as_str().unwrap().rsplit_once('.').unwrap().0.to_owned() + ".";
    let foreign = SigningKey::from_der(&SigningKey::generate().unwrap()).unwrap().sign(&claims).unwrap();
    let (_, keys) = (0, world.cognito.jwks(POOL).unwrap());
    let own_kid = keys["keys"][1]["kid"].clone();
    for (what, forged) in [
        ("another subject", with_part(token, 1, set("sub", eve))),
        ("a longer life", with_part(token, 1, set("exp", json!(9_999_999_999_u64)))),
        ("no signature", json!(unsigned)),
        ("another algorithm", with_part(token, 0, set("alg", json!("HS256")))),
        ("another key", json!(foreign)),
        ("another key under our name", with_part(&foreign, 0, set("kid", own_kid))),
        ("an ID token", tokens["IdToken"].clone()),
        ("a refresh token", tokens["RefreshToken"].clone()),
        ("a cut token", json!(token[..token.len() - 4])),
        ("nothing", json!("")),
    ] {
        let refused = world.get_user(&forged).await.unwrap_err();
        assert_eq!((refused.0.as_str(), refused.1.as_str()), ("NotAuthorizedException", "Invalid Access Token"), "{what}");
    }
    let forged = with_part(token, 1, set("sub", json!("x")));
    assert_eq!(world.refusal("AssociateSoftwareToken", json!({ "AccessToken": forged })).await, "NotAuthorizedException");
    let verify = json!({ "AccessToken": forged, "UserCode": "123456" });
    assert_eq!(world.refusal("VerifySoftwareToken", verify).await, "NotAuthorizedException");
}

#[tokio::test]
async fn a_token_ends_after_an_hour() {
    let mut world = World::new().await;
    world.learner("ada").await;
    let token = world.sign_in("ada").await["AccessToken"].clone();
    world.pass(3599);
    world.get_user(&token).await.unwrap();
    world.pass(1);
    assert_eq!(world.get_user(&token).await.unwrap_err().1, "Access Token has expired");
}

#[tokio::test]
async fn a_token_of_another_pool_is_that_pools() {
    let mut world = World::new().await;
    world.cognito.ensure_pool("local_Other", &pool_properties()).await.unwrap();
    world.cognito.ensure_client("local_Other", "other", &client_properties()).await.unwrap();
    let clash = world.cognito.ensure_client("local_Other", CLIENT, &client_properties()).await.unwrap_err();
    assert_eq!(clash.kind(), "InvalidParameterException");
    let email = json!([{ "Name": "email", "Value": "ada@other.example" }]);
    let user = json!({ "UserPoolId": "local_Other", "Username": "ada", "MessageAction": "SUPPRESS",
        "UserAttributes": email });
    world.call("AdminCreateUser", user).await.unwrap();
    let password = json!({ "UserPoolId": "local_Other", "Username": "ada", "Password": PASSWORD, "Permanent": true });
    world.call("AdminSetUserPassword", password).await.unwrap();
    world.learner("ada").await;
    let parameters = json!({ "USERNAME": "ada", "PREFERRED_CHALLENGE": "PASSWORD", "PASSWORD": PASSWORD });
    let there = world.start("other", parameters).await.unwrap()["AuthenticationResult"]["AccessToken"].clone();
    let here = world.sign_in("ada").await["AccessToken"].clone();
    let email = |user: &Value| {
        let attributes = user["UserAttributes"].as_array().unwrap();
        attributes.iter().find(|attribute| attribute["Name"] == "email").unwrap()["Value"].clone()
    };
    assert_eq!(email(&world.get_user(&there).await.unwrap()), "ada@other.example");
    assert_eq!(email(&world.get_user(&here).await.unwrap()), "ada@acme.example");
    // The other pool's key does not vouch for this pool's issuer.
    let kids = |pool: &str| world.cognito.jwks(pool).unwrap()["keys"][1]["kid"].clone();
    assert_ne!(kids(POOL), kids("local_Other"));
    let claimed = with_part(there.as_str().unwrap(), 1, |mut claims| {
        claims["iss"] = json!(format!("{BASE}/{POOL}"));
        claims
    });
    assert!(world.get_user(&claimed).await.is_err());
    world.call("AdminDeleteUser", json!({ "UserPoolId": "local_Other", "Username": "ada" })).await.unwrap();
    assert_eq!(world.get_user(&there).await.unwrap_err().0, "UserNotFoundException");
    world.get_user(&here).await.unwrap();
}
