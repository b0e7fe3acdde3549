//! What stays over a restart, and what declaring again changes.

use serde_json::json;

use crate::testing::{BASE, CLIENT, POOL, World, client_properties, pool_properties};

#[tokio::test]
async fn everything_is_there_after_a_restart() {
    let mut world = World::new().await;
    world.learner("ada").await;
    let session = world.ask_code(CLIENT, "ada").await.unwrap()["Session"].clone();
    let code = world.code().await;
    let tokens = world.sign_in("ada").await;
    let revoked = world.sign_in("ada").await;
    world.call("RevokeToken", json!({ "ClientId": CLIENT, "Token": revoked["RefreshToken"] })).await.unwrap();
    let keys = world.cognito.jwks(POOL).unwrap();
    world.reopen();
    assert_eq!(world.cognito.jwks(POOL).unwrap(), keys);
    world.cognito.ensure_pool(POOL, &pool_properties()).await.unwrap();
    world.cognito.ensure_client(POOL, CLIENT, &client_properties()).await.unwrap();
    assert_eq!(world.cognito.jwks(POOL).unwrap(), keys, "declaring again made new keys");
    world.get_user(&tokens["AccessToken"]).await.unwrap();
    assert!(world.get_user(&revoked["AccessToken"]).await.is_err());
    world.refresh(&tokens["RefreshToken"]).await.unwrap();
    world.send_code(&session, "ada", &code).await.unwrap();
    assert!(world.send_code(&session, "ada", &code).await.is_err());
}

#[tokio::test]
async fn an_unclean_end_loses_nothing_acknowledged() {
    let mut world = World::new().await;
    world.learner("ada").await;
    let tokens = world.sign_in("ada").await;
    // What a killed process leaves behind: the file and its log, never folded together.
    let folder = tempfile::tempdir().unwrap();
    let copy = folder.path().join("cognito.db");
    std::fs::copy(&world.file, &copy).unwrap();
    let log = |file: &std::path::Path| file.with_extension("db-wal");
    std::fs::copy(log(&world.file), log(&copy)).unwrap();
    world.file = copy;
    world.reopen();
    world.get_user(&tokens["AccessToken"]).await.unwrap();
    world.refresh(&tokens["RefreshToken"]).await.unwrap();
}

#[tokio::test]
async fn declaring_changes_settings_and_refuses_nonsense_without_harm() {
    let world = World::new().await;
    let mut broken = pool_properties();
    broken["MfaConfiguration"] = json!("ON");
    let refusal = world.cognito.ensure_pool(POOL, &broken).await.unwrap_err();
    assert_eq!(refusal.kind(), "InvalidParameterException");
    world.learner("ada").await;
    world.ask_code(CLIENT, "ada").await.unwrap();
    let mut longer = client_properties();
    longer["AuthSessionValidity"] = json!(15);
    world.pass(10);
    world.cognito.ensure_client(POOL, CLIENT, &longer).await.unwrap();
    let named = json!({ "UserPoolId": POOL, "ClientId": CLIENT });
    let client = world.call("DescribeUserPoolClient", named).await.unwrap()["UserPoolClient"].clone();
    assert_eq!((&client["AuthSessionValidity"], &client["ClientName"]), (&json!(15), &json!("portal")));
    assert!(client["LastModifiedDate"].as_f64() > client["CreationDate"].as_f64());
    let missing = world.cognito.ensure_client("local_None", "x", &longer).await.unwrap_err();
    assert_eq!(missing.kind(), "ResourceNotFoundException");
    let server = json!({ "Identifier": "a b", "Name": "x" });
    assert!(world.cognito.ensure_resource_server(POOL, &server).await.is_err());
}

#[tokio::test]
async fn discovery_points_at_the_keys() {
    let world = World::new().await;
    let document = world.cognito.openid_configuration(POOL).unwrap();
    assert_eq!(document["issuer"], format!("{BASE}/{POOL}"));
    assert_eq!(document["jwks_uri"], format!("{BASE}/{POOL}/.well-known/jwks.json"));
    assert!(world.cognito.openid_configuration("local_None").is_none());
    assert!(world.cognito.jwks("local_None").is_none());
}
