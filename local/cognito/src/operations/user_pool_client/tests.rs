//! App clients by API.

use serde_json::{Value, json};

use crate::testing::{CLIENT, POOL, World};

#[tokio::test]
async fn a_client_lives_and_dies() {
    let world = World::new().await;
    let server = json!({ "Identifier": "api", "Name": "API",
        "Scopes": [{ "ScopeName": "people.read", "ScopeDescription": "Read people" }] });
    world.cognito.ensure_resource_server(POOL, &server).await.unwrap();
    let mut body = json!({ "UserPoolId": POOL, "ClientName": "hr", "GenerateSecret": true,
        "AllowedOAuthFlows": ["client_credentials"], "AllowedOAuthFlowsUserPoolClient": true,
        "AllowedOAuthScopes": ["api/people.read"] });
    let made = world.call("CreateUserPoolClient", body.clone()).await.unwrap()["UserPoolClient"].clone();
    let id = made["ClientId"].as_str().unwrap();
    assert_eq!((id.len(), made["ClientSecret"].as_str().unwrap().len()), (26, 52));
    let named = json!({ "UserPoolId": POOL, "ClientId": id });
    let shown = world.call("DescribeUserPoolClient", named.clone()).await.unwrap();
    assert_eq!(shown["UserPoolClient"], made);
    world.call("DeleteUserPoolClient", named.clone()).await.unwrap();
    for operation in ["DescribeUserPoolClient", "DeleteUserPoolClient"] {
        assert_eq!(world.refusal(operation, named.clone()).await, "ResourceNotFoundException");
    }
    body["AllowedOAuthScopes"] = json!(["api/people.write"]);
    assert_eq!(world.refusal("CreateUserPoolClient", body.clone()).await, "ScopeDoesNotExistException");
    body["ClientName"] = Value::Null;
    assert_eq!(world.refusal("CreateUserPoolClient", body).await, "InvalidParameterException");
}

#[tokio::test]
async fn a_deleted_client_takes_its_sessions_along() {
    let mut world = World::new().await;
    world.learner("ada").await;
    let token = world.sign_in("ada").await["AccessToken"].clone();
    world.get_user(&token).await.unwrap();
    world.call("DeleteUserPoolClient", json!({ "UserPoolId": POOL, "ClientId": CLIENT })).await.unwrap();
    assert_eq!(world.get_user(&token).await.unwrap_err().1, "Access Token has been revoked");
}
