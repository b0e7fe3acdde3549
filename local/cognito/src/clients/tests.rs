//! Clients with a secret.

use serde_json::{Value, json};

use super::secret_hash;
use crate::testing::{PASSWORD, POOL, World};

#[tokio::test]
async fn a_client_with_a_secret_must_prove_it() {
    let world = World::new().await;
    world.with_password("ada").await;
    let properties = json!({ "ExplicitAuthFlows": ["ALLOW_USER_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"], "GenerateSecret": true });
    let secret = world.cognito.ensure_client(POOL, "server", &properties).await.unwrap().unwrap();
    let kept = world.cognito.ensure_client(POOL, "server", &properties).await.unwrap().unwrap();
    assert_eq!(kept, secret, "the secret changed");
    let start = |hash: Option<String>| {
        let mut parameters = json!({ "USERNAME": "ada", "PREFERRED_CHALLENGE": "PASSWORD" });
        if let Some(hash) = hash {
            parameters["SECRET_HASH"] = json!(hash);
        }
        world.start("server", parameters)
    };
    let good = secret_hash(&secret, "ada", "server");
    for bad in [None, Some("!".to_owned()), Some(secret_hash(&secret, "eve", "server")), Some(secret_hash("x", "ada", "server"))] {
        assert_eq!(start(bad).await.unwrap_err().0, "NotAuthorizedException");
    }
    let session = start(Some(good.clone())).await.unwrap()["Session"].clone();
    let mut answer = json!({ "USERNAME": "ada", "PASSWORD": PASSWORD });
    let refused = world.respond("server", "PASSWORD", &session, answer.clone()).await.unwrap_err();
    assert_eq!(refused.0, "NotAuthorizedException");
    answer["SECRET_HASH"] = json!(good);
    let tokens = world.respond("server", "PASSWORD", &session, answer).await.unwrap()["AuthenticationResult"].clone();
    let renew = |secret: Value| {
        let mut body = json!({ "ClientId": "server", "RefreshToken": tokens["RefreshToken"] });
        if secret.is_string() {
            body["ClientSecret"] = secret;
        }
        world.call("GetTokensFromRefreshToken", body)
    };
    assert_eq!(renew(Value::Null).await.unwrap_err().0, "NotAuthorizedException");
    assert_eq!(renew(json!("x")).await.unwrap_err().0, "NotAuthorizedException");
    renew(json!(secret)).await.unwrap();
    let revoke = |secret: &str| json!({ "ClientId": "server", "Token": tokens["RefreshToken"], "ClientSecret": secret });
    assert_eq!(world.refusal("RevokeToken", revoke("x")).await, "UnauthorizedException");
    world.call("RevokeToken", revoke(&secret)).await.unwrap();
}
