//! Machines.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use crate::testing::{CLIENT, POOL, World, pool_properties};

async fn machine(world: &World) -> String {
    let server = json!({ "Identifier": "api", "Name": "API",
        "Scopes": [{ "ScopeName": "people.read" }, { "ScopeName": "records.write" }] });
    world.cognito.ensure_resource_server(POOL, &server).await.unwrap();
    world.cognito.ensure_resource_server(POOL, &server).await.unwrap();
    let client = json!({ "ClientName": "hr", "GenerateSecret": "true", "AllowedOAuthFlows": ["client_credentials"],
        "AllowedOAuthFlowsUserPoolClient": true, "AllowedOAuthScopes": ["api/people.read", "api/records.write"] });
    world.cognito.ensure_client(POOL, "hr", &client).await.unwrap().unwrap()
}

fn basic(id: &str, secret: &str) -> String {
    format!("Basic {}", STANDARD.encode(format!("{id}:{secret}")))
}

async fn ask(world: &World, authorization: Option<&str>, form: &str) -> (u16, Value) {
    let answer = world.cognito.oauth2_token(authorization, form.as_bytes()).await;
    (answer.status, serde_json::from_str(&answer.body).unwrap())
}

#[tokio::test]
async fn a_machine_gets_an_access_token() {
    let world = World::new().await;
    let secret = machine(&world).await;
    let header = basic("hr", &secret);
    let (status, body) = ask(&world, Some(&header), "grant_type=client_credentials&scope=api%2Fpeople.read").await;
    assert_eq!((status, &body["expires_in"], &body["token_type"]), (200, &json!(3600), &json!("Bearer")));
    assert!(body.get("refresh_token").is_none() && body.get("id_token").is_none());
    let claims = world.claims(&body["access_token"]);
    for (name, value) in [("sub", "hr"), ("client_id", "hr"), ("token_use", "access"), ("scope", "api/people.read")] {
        assert_eq!(claims[name], value);
    }
    assert!(claims.get("username").is_none() && claims.get("acr").is_none() && claims.get("aud").is_none());
    let (_, body) = ask(&world, None, &format!("grant_type=client_credentials&client_id=hr&client_secret={secret}")).await;
    assert_eq!(world.claims(&body["access_token"])["scope"], "api/people.read api/records.write");
    assert_eq!(world.get_user(&body["access_token"]).await.unwrap_err().0, "NotAuthorizedException");
}

#[tokio::test]
async fn the_trigger_derives_from_the_client() {
    let world = World::new().await;
    let header = basic("hr", &machine(&world).await);
    world.on_trigger(|mut event| {
        event["response"]["claimsAndScopeOverrideDetails"] = json!({ "accessTokenGeneration": {
            "claimsToAddOrOverride": { "workspace": "acme", "client_id": "forged" },
            "scopesToSuppress": ["api/records.write"] } });
        Ok(event)
    });
    let form = "grant_type=client_credentials&aws_client_metadata=%7B%22workspace%22%3A%22acme-corp%22%7D";
    let (_, body) = ask(&world, Some(&header), form).await;
    let claims = world.claims(&body["access_token"]);
    assert_eq!((&claims["workspace"], &claims["client_id"], &claims["scope"]), (&json!("acme"), &json!("hr"), &json!("api/people.read")));
    let event = world.trigger_calls().remove(0).event;
    assert_eq!((&event["triggerSource"], &event["version"]), (&json!("TokenGeneration_ClientCredentials"), &json!("3")));
    assert_eq!(event["callerContext"]["clientId"], "hr");
    assert_eq!(event["request"]["scopes"], json!(["api/people.read", "api/records.write"]));
    assert_eq!(event["request"]["clientMetadata"], json!({ "workspace": "acme-corp" }));
    assert_eq!(event["request"]["userAttributes"], json!({}));
    world.on_trigger(|_| Err("unknown client".to_owned()));
    let (status, body) = ask(&world, Some(&header), form).await;
    assert_eq!((status, &body["error"]), (400, &json!("invalid_request")));
    // Version 2 is not asked about machines.
    let mut second = pool_properties();
    second["LambdaConfig"]["PreTokenGenerationConfig"]["LambdaVersion"] = json!("V2_0");
    world.cognito.ensure_pool(POOL, &second).await.unwrap();
    world.trigger_calls();
    let (status, _) = ask(&world, Some(&header), form).await;
    assert_eq!((status, world.trigger_calls().len()), (200, 0));
}

#[tokio::test]
async fn everything_else_is_refused() {
    let world = World::new().await;
    let secret = machine(&world).await;
    let good = basic("hr", &secret);
    let form = "grant_type=client_credentials";
    let portal = basic(CLIENT, "");
    for (header, form, error) in [
        (Some(basic("hr", "wrong")), form, "invalid_client"),
        (Some(basic("nobody", &secret)), form, "invalid_client"),
        (Some(portal), form, "invalid_client"),
        (Some("Bearer x".to_owned()), form, "invalid_client"),
        (Some("Basic !".to_owned()), form, "invalid_client"),
        (None, form, "invalid_client"),
        (Some(good.clone()), "", "invalid_request"),
        (Some(good.clone()), "grant_type=password", "unsupported_grant_type"),
        (Some(good.clone()), "grant_type=client_credentials&grant_type=password", "invalid_request"),
        (Some(good.clone()), "grant_type=client_credentials&client_id=portal", "invalid_request"),
        (Some(good.clone()), "grant_type=client_credentials&scope=api/admin", "invalid_scope"),
        (Some(good.clone()), "grant_type=client_credentials&scope=openid", "invalid_scope"),
        (Some(good.clone()), "grant_type=client_credentials&aws_client_metadata=[]", "invalid_request"),
    ] {
        let (status, body) = ask(&world, header.as_deref(), form).await;
        assert_eq!((status, body["error"].as_str().unwrap()), (400, error), "{header:?} {form}");
    }
    let with_secret = json!({ "ExplicitAuthFlows": ["ALLOW_USER_AUTH"], "GenerateSecret": true });
    let secret = world.cognito.ensure_client(POOL, "server", &with_secret).await.unwrap().unwrap();
    let (_, body) = ask(&world, Some(&basic("server", &secret)), form).await;
    assert_eq!(body["error"], "unauthorized_client");
}
