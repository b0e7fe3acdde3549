//! API keys of workspaces: which usage plan, and so which throttle, the gateway applies.

use aws_sdk_apigateway::Client;
use lambda::{FunctionError, Problem, SdkConfig, Service, SettingMissing, Settings, services::cause};

/// The gateway's control plane failed.
#[derive(Debug, thiserror::Error)]
#[error("the gateway's control plane failed: {0}")]
pub(crate) struct UsageKeyError(String);

impl From<UsageKeyError> for FunctionError {
    fn from(error: UsageKeyError) -> Self {
        Self::failed(error)
    }
}

impl From<UsageKeyError> for Problem {
    fn from(error: UsageKeyError) -> Self {
        Self::unavailable(error)
    }
}

/// The gateway's control plane.
#[derive(Debug, Clone)]
pub(crate) struct UsageKeys {
    client: Client,
    /// What the names of this cell's plans begin with. Their ids come after the API and so after its functions.
    plans: String,
}

fn failed(error: impl std::error::Error) -> UsageKeyError {
    UsageKeyError(cause(error))
}

impl Service for UsageKeys {
    fn new(config: &SdkConfig, settings: &Settings) -> Result<Self, SettingMissing> {
        let client = Client::new(config);
        Ok(Self { client, plans: format!("{}-", settings.require("USAGE_PLANS")?) })
    }
}

impl UsageKeys {
    /// Makes sure that a key with this value exists and belongs to the plan of a tier and to no other; may be called again. The value
    /// is the key's name too: it is unique in the account, where several cells may have a workspace of one name.
    ///
    /// # Errors
    /// When there is no such tier, or the control plane fails.
    pub(crate) async fn ensure(&self, value: &str, tier: &str) -> Result<(), UsageKeyError> {
        let plans = self.plans().await?;
        let plan = plans.iter().find(|(name, _)| name == tier).ok_or_else(|| UsageKeyError(format!("there is no tier {tier}")))?;
        let id = match self.find(value).await? {
            Some(id) => id,
            None => {
                let created = self.client.create_api_key().name(value).value(value).enabled(true).send().await.map_err(failed)?;
                created.id.unwrap_or_default()
            }
        };
        if self.added(&plan.1, &id).await? {
            return Ok(());
        }
        // A key is in one plan at most. For a moment it is in none, and the workspace is refused.
        for (_, other) in plans.iter().filter(|(name, _)| name != tier) {
            self.removed(other, &id).await?;
        }
        self.added(&plan.1, &id).await.map(drop)
    }

    /// Takes a key away for good; may be called again.
    ///
    /// # Errors
    /// When the control plane fails.
    pub(crate) async fn remove(&self, value: &str) -> Result<(), UsageKeyError> {
        let Some(id) = self.find(value).await? else { return Ok(()) };
        match self.client.delete_api_key().api_key(id).send().await {
            Ok(_) => Ok(()),
            Err(error) if error.as_service_error().is_some_and(|error| error.is_not_found_exception()) => Ok(()),
            Err(error) => Err(failed(error)),
        }
    }

    /// `false` if it is in a plan already: this one or another.
    async fn added(&self, plan: &str, id: &str) -> Result<bool, UsageKeyError> {
        match self.client.create_usage_plan_key().usage_plan_id(plan).key_id(id).key_type("API_KEY").send().await {
            Ok(_) => Ok(true),
            Err(error) if error.as_service_error().is_some_and(|error| error.is_conflict_exception()) => Ok(false),
            Err(error) => Err(failed(error)),
        }
    }

    async fn removed(&self, plan: &str, id: &str) -> Result<(), UsageKeyError> {
        match self.client.delete_usage_plan_key().usage_plan_id(plan).key_id(id).send().await {
            Ok(_) => Ok(()),
            Err(error) if error.as_service_error().is_some_and(|error| error.is_not_found_exception()) => Ok(()),
            Err(error) => Err(failed(error)),
        }
    }

    /// This cell's plans: tier and id.
    async fn plans(&self) -> Result<Vec<(String, String)>, UsageKeyError> {
        let (mut plans, mut position) = (Vec::new(), None);
        loop {
            let page = self.client.get_usage_plans().limit(500).set_position(position).send().await.map_err(failed)?;
            plans.extend(
                page.items().iter().filter_map(|plan| Some((plan.name()?.strip_prefix(&self.plans)?.to_owned(), plan.id()?.to_owned()))),
            );
            position = page.position().map(str::to_owned);
            if position.is_none() {
                return Ok(plans);
            }
        }
    }

    async fn find(&self, name: &str) -> Result<Option<String>, UsageKeyError> {
        let found = self.client.get_api_keys().name_query(name).send().await.map_err(failed)?;
        Ok(found.items().iter().find(|key| key.name() == Some(name)).and_then(|key| key.id().map(str::to_owned)))
    }
}
