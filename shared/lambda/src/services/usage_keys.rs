//! API keys of workspaces: which usage plan, and so which throttle, the gateway applies.

use super::cause;
use crate::sdk::{Sdk, config};
use aws_sdk_apigateway::Client;

/// The gateway's control plane failed.
#[derive(Debug, thiserror::Error)]
#[error("the gateway's control plane failed: {0}")]
pub struct UsageKeyError(String);

impl From<UsageKeyError> for crate::FunctionError {
    fn from(error: UsageKeyError) -> Self {
        Self::failed(error)
    }
}

/// The gateway's control plane.
#[derive(Debug, Clone)]
pub struct UsageKeys(Client);

fn failed(error: impl std::error::Error) -> UsageKeyError {
    UsageKeyError(cause(error))
}

impl UsageKeys {
    pub(crate) fn new(sdk: &Sdk) -> Self {
        Self(Client::from_conf(config!(aws_sdk_apigateway, sdk).build()))
    }

    /// Makes sure that a key with this value exists and belongs to the plan; may be called again. The value is the key's name
    /// too: it is unique in the account, where several cells may have a workspace of one name.
    ///
    /// # Errors
    /// When the control plane fails.
    pub async fn ensure(&self, value: &str, plan: &str) -> Result<(), UsageKeyError> {
        let id = match self.find(value).await? {
            Some(id) => id,
            None => {
                let created = self.0.create_api_key().name(value).value(value).enabled(true).send().await.map_err(failed)?;
                created.id.unwrap_or_default()
            }
        };
        match self.0.create_usage_plan_key().usage_plan_id(plan).key_id(id).key_type("API_KEY").send().await {
            Ok(_) => Ok(()),
            Err(error) if error.as_service_error().is_some_and(|error| error.is_conflict_exception()) => Ok(()),
            Err(error) => Err(failed(error)),
        }
    }

    async fn find(&self, name: &str) -> Result<Option<String>, UsageKeyError> {
        let found = self.0.get_api_keys().name_query(name).send().await.map_err(failed)?;
        Ok(found.items().iter().find(|key| key.name() == Some(name)).and_then(|key| key.id().map(str::to_owned)))
    }
}
