//! `AddUserPoolClientSecret`, `ListUserPoolClientSecrets` and `DeleteUserPoolClientSecret`.

use serde::Deserialize;
use serde_json::{Value, json};

use crate::clients::{Client, Secret, store};
use crate::refusal::Refusal;
use crate::service::Service;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct OfClient {
    user_pool_id: String,
    client_id: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct Named {
    #[serde(flatten)]
    client: OfClient,
    client_secret_id: String,
}

impl OfClient {
    fn find(&self, transaction: &rusqlite::Transaction<'_>) -> Result<Client, Refusal> {
        store::find_in(transaction, &self.user_pool_id, &self.client_id)
    }
}

/// The new secret works beside the old one; its text is answered this once.
pub(crate) async fn add(service: &Service, input: OfClient) -> Result<Value, Refusal> {
    let now = service.options.now();
    let work = move |transaction: &rusqlite::Transaction<'_>| {
        let secret = store::add_secret(transaction, &input.find(transaction)?, now)?;
        let mut shown = secret.describe();
        shown["ClientSecretValue"] = json!(secret.value);
        Ok(json!({ "ClientSecretDescriptor": shown }))
    };
    service.write(work).await
}

pub(crate) async fn list(service: &Service, input: OfClient) -> Result<Value, Refusal> {
    let work = move |transaction: &rusqlite::Transaction<'_>| {
        let secrets: Vec<Value> = input.find(transaction)?.secrets.iter().map(Secret::describe).collect();
        Ok(json!({ "ClientSecrets": secrets }))
    };
    service.write(work).await
}

pub(crate) async fn delete(service: &Service, input: Named) -> Result<Value, Refusal> {
    let work = move |transaction: &rusqlite::Transaction<'_>| {
        store::delete_secret(transaction, &input.client.find(transaction)?, &input.client_secret_id)?;
        Ok(json!({}))
    };
    service.write(work).await
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::testing::{POOL, World};

    #[tokio::test]
    async fn two_secrets_work_at_a_time_and_one_always_stays() {
        let world = World::new().await;
        let server = json!({ "Identifier": "api", "Name": "API", "Scopes": [{ "ScopeName": "people.read" }] });
        world.cognito.ensure_resource_server(POOL, &server).await.unwrap();
        let body = json!({ "UserPoolId": POOL, "ClientName": "hr", "GenerateSecret": true, "AllowedOAuthFlows": ["client_credentials"],
            "AllowedOAuthFlowsUserPoolClient": true, "AllowedOAuthScopes": ["api/people.read"] });
        let made = world.call("CreateUserPoolClient", body).await.unwrap()["UserPoolClient"].clone();
        let client = json!({ "UserPoolId": POOL, "ClientId": made["ClientId"] });
        let token = async |secret: &str| {
            let id = made["ClientId"].as_str().unwrap();
            let form = format!("grant_type=client_credentials&client_id={id}&client_secret={secret}");
            world.cognito.oauth2_token(None, form.as_bytes()).await.status
        };
        let first = made["ClientSecret"].as_str().unwrap();
        let added = world.call("AddUserPoolClientSecret", client.clone()).await.unwrap()["ClientSecretDescriptor"].clone();
        let second = added["ClientSecretValue"].as_str().unwrap();
        assert_eq!((token(first).await, token(second).await), (200, 200));
        assert_eq!(world.refusal("AddUserPoolClientSecret", client.clone()).await, "LimitExceededException");
        let listed = world.call("ListUserPoolClientSecrets", client.clone()).await.unwrap()["ClientSecrets"].clone();
        assert_eq!(listed.as_array().unwrap().len(), 2);
        assert!(listed[0].get("ClientSecretValue").is_none());
        let mut named = client.clone();
        named["ClientSecretId"] = listed[0]["ClientSecretId"].clone();
        world.call("DeleteUserPoolClientSecret", named.clone()).await.unwrap();
        assert_eq!((token(first).await, token(second).await), (400, 200));
        assert_eq!(world.refusal("DeleteUserPoolClientSecret", named.clone()).await, "ResourceNotFoundException");
        named["ClientSecretId"] = added["ClientSecretId"].clone();
        assert_eq!(world.refusal("DeleteUserPoolClientSecret", named).await, "InvalidParameterException");
    }
}
