//! API keys and the usage plans they belong to, kept in SQLite.

use std::fmt;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use jiff::Timestamp;
use local_template::{Stack, UsagePlan};
use rusqlite::{Connection, OptionalExtension as _, params};

use crate::GatewayError;

const SCHEMA: &str = "
CREATE TABLE IF NOT EXISTS api_keys (
    id TEXT PRIMARY KEY,
    value TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    description TEXT,
    customer_id TEXT,
    enabled INTEGER NOT NULL,
    tags TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS usage_plan_keys (
    key_id TEXT PRIMARY KEY REFERENCES api_keys (id) ON DELETE CASCADE,
    plan_id TEXT NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS usage_plan_keys_by_plan ON usage_plan_keys (plan_id, key_id);
";

/// The API keys of the account, kept in a SQLite file. Clones share it.
#[derive(Clone)]
pub struct ApiKeys {
    shared: Arc<Mutex<Shared>>,
}

pub(crate) struct Shared {
    pub(crate) connection: Connection,
    pub(crate) plans: Plans,
}

/// The usage plans of the template.
#[derive(Default)]
pub(crate) struct Plans {
    pub(crate) plans: Vec<UsagePlan>,
    pub(crate) api_id: String,
    pub(crate) stage: String,
}

/// Why the keys cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ApiKeysError {
    /// The file cannot be opened, is no database, or fails.
    #[error("the API keys cannot be used: {0}")]
    Database(String),
    /// A task was ended before it could answer.
    #[error("the API keys cannot be used: the runtime is shutting down")]
    Stopped,
}

impl From<rusqlite::Error> for ApiKeysError {
    fn from(error: rusqlite::Error) -> Self {
        Self::Database(error.to_string())
    }
}

impl fmt::Debug for ApiKeys {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("ApiKeys").finish_non_exhaustive()
    }
}

impl ApiKeys {
    /// Opens or creates the file.
    ///
    /// # Errors
    /// A folder that is missing or may not be written, or a file that is no such database.
    pub fn open(file: &Path) -> Result<Self, ApiKeysError> {
        let open = || {
            let connection = Connection::open(file)?;
            connection.busy_timeout(Duration::from_secs(5))?;
            connection.pragma_update(None, "journal_mode", "WAL")?;
            connection.pragma_update(None, "foreign_keys", true)?;
            connection.execute_batch(SCHEMA)?;
            Ok(connection)
        };
        let connection = open().map_err(|error: rusqlite::Error| ApiKeysError::Database(format!("{}: {error}", file.display())))?;
        Ok(Self { shared: Arc::new(Mutex::new(Shared { connection, plans: Plans::default() })) })
    }

    /// Takes over the stack's usage plans, and creates the keys that the stack itself declares.
    pub(crate) fn declare(&self, stack: &Stack, now: Timestamp) -> Result<(), GatewayError> {
        let mut shared = self.shared.lock().unwrap_or_else(PoisonError::into_inner);
        shared.plans =
            Plans { plans: stack.api.usage_plans.clone(), api_id: stack.api.physical_id.clone(), stage: stack.api.stage.clone() };
        let transaction = shared.connection.transaction().map_err(ApiKeysError::from)?;
        for key in stack.resources_of("AWS::ApiGateway::ApiKey") {
            let text = |name: &str| key.properties.get(name).and_then(serde_json::Value::as_str);
            let enabled = key.properties.get("Enabled").is_some_and(|value| value == true || value == "true");
            // CloudFormation makes a value up when none is given.
            let value = text("Value").map_or_else(|| uuid::Uuid::new_v4().simple().to_string(), str::to_owned);
            transaction
                .execute(
                    "INSERT INTO api_keys (id, value, name, description, enabled, tags, created_at, updated_at)
                     VALUES (?1, ?2, ?3, ?4, ?5, '{}', ?6, ?6) ON CONFLICT (id) DO UPDATE
                     SET enabled = excluded.enabled, name = excluded.name, description = excluded.description",
                    params![
                        key.physical_id,
                        value,
                        text("Name").unwrap_or(&key.physical_id),
                        text("Description"),
                        enabled,
                        now.as_second(),
                    ],
                )
                .map_err(|error| GatewayError::Template(format!("the API key {}: {error}", key.path)))?;
        }
        for link in stack.resources_of("AWS::ApiGateway::UsagePlanKey") {
            let text = |name: &str| link.properties.get(name).and_then(serde_json::Value::as_str);
            transaction
                .execute(
                    "INSERT INTO usage_plan_keys (key_id, plan_id) VALUES (?1, ?2)
                     ON CONFLICT (key_id) DO UPDATE SET plan_id = excluded.plan_id",
                    params![text("KeyId"), text("UsagePlanId")],
                )
                .map_err(|error| GatewayError::Template(format!("{}: {error}", link.path)))?;
        }
        transaction.commit().map_err(ApiKeysError::from)?;
        Ok(())
    }

    /// The id and the plan of the enabled key with this value.
    pub(crate) async fn usable(&self, value: String) -> Result<Option<(String, UsagePlan)>, ApiKeysError> {
        self.blocking(move |shared| {
            let found: Option<(String, String)> = shared
                .connection
                .prepare_cached(
                    "SELECT id, plan_id FROM api_keys JOIN usage_plan_keys ON key_id = id
                     WHERE value = ?1 AND enabled",
                )?
                .query_row([value], |row| Ok((row.get(0)?, row.get(1)?)))
                .optional()?;
            Ok(found.and_then(|(id, plan_id)| shared.plans.find(&plan_id).map(|plan| (id, plan.clone()))))
        })
        .await
    }

    /// Does `work` with the database off the asynchronous threads.
    pub(crate) async fn blocking<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Shared) -> Result<T, ApiKeysError> + Send + 'static,
    ) -> Result<T, ApiKeysError> {
        let shared = Arc::clone(&self.shared);
        tokio::task::spawn_blocking(move || work(&mut shared.lock().unwrap_or_else(PoisonError::into_inner)))
            .await
            .map_err(|_| ApiKeysError::Stopped)?
    }
}

impl Plans {
    pub(crate) fn find(&self, id: &str) -> Option<&UsagePlan> {
        self.plans.iter().find(|plan| plan.physical_id == id)
    }
}
