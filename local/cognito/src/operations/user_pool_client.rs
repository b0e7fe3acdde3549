//! `CreateUserPoolClient`, `DescribeUserPoolClient`, `UpdateUserPoolClient` and `DeleteUserPoolClient`.

use serde::Deserialize;
use serde_json::{Value, json};

use crate::clients::settings::ClientSettings;
use crate::clients::{self, store};
use crate::pools;
use crate::refusal::Refusal;
use crate::request;
use crate::service::Service;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct Named {
    user_pool_id: String,
    client_id: String,
}

/// The settings stand beside `UserPoolId`, spelled as in CloudFormation.
pub(crate) async fn create(service: &Service, input: Value) -> Result<Value, Refusal> {
    let pool_id =
        input["UserPoolId"].as_str().ok_or_else(|| Refusal::invalid_parameter("Missing required parameter UserPoolId"))?.to_owned();
    if input["ClientName"].as_str().is_none_or(str::is_empty) {
        return Err(Refusal::invalid_parameter("Missing required parameter ClientName"));
    }
    let settings = ClientSettings::from_properties(&input)?;
    let now = service.options.now();
    service
        .write(move |transaction| {
            pools::store::find(transaction, &pool_id)?;
            let id = clients::new_id()?;
            let client = store::put(transaction, &pool_id, &id, &settings, now)?;
            Ok(json!({ "UserPoolClient": client.describe()? }))
        })
        .await
}

pub(crate) async fn describe(service: &Service, input: Named) -> Result<Value, Refusal> {
    service
        .write(move |transaction| {
            pools::store::find(transaction, &input.user_pool_id)?;
            let client = store::find_in(transaction, &input.user_pool_id, &input.client_id)?;
            Ok(json!({ "UserPoolClient": client.describe()? }))
        })
        .await
}

/// What is left out is reset, as Cognito does it.
pub(crate) async fn update(service: &Service, input: Value) -> Result<Value, Refusal> {
    let named: Named = request::decode(input.clone())?;
    let now = service.options.now();
    service
        .write(move |transaction| {
            pools::store::find(transaction, &named.user_pool_id)?;
            let client = store::find_in(transaction, &named.user_pool_id, &named.client_id)?;
            let settings = ClientSettings::of_update(&input, !client.secrets.is_empty())?;
            let client = store::update(transaction, &client, &settings, now)?;
            Ok(json!({ "UserPoolClient": client.describe()? }))
        })
        .await
}

/// The client's sessions end with it.
pub(crate) async fn delete(service: &Service, input: Named) -> Result<Value, Refusal> {
    service
        .write(move |transaction| {
            pools::store::find(transaction, &input.user_pool_id)?;
            store::find_in(transaction, &input.user_pool_id, &input.client_id)?;
            store::delete(transaction, &input.client_id)?;
            Ok(json!({}))
        })
        .await
}

#[cfg(test)]
mod tests;
