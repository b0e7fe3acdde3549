//! API keys and the usage plans they belong to, kept in SQLite.

use std::fmt;
use std::path::Path;
use std::sync::{Arc, PoisonError, RwLock};

use local_kit::{Clock, Database, Interrupted, OpenError, Schema};
use local_template::{Api, UsagePlan};
use rusqlite::OptionalExtension as _;

pub(crate) const TABLES: &str = "
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

/// Version 2: a key has a name and a value, and does not change.
const NO_NOTES: &str = "
ALTER TABLE api_keys DROP COLUMN description;
ALTER TABLE api_keys DROP COLUMN customer_id;
ALTER TABLE api_keys DROP COLUMN tags;
ALTER TABLE api_keys DROP COLUMN updated_at;
DROP INDEX usage_plan_keys_by_plan;
";

const SCHEMA: Schema = Schema { uncounted: Some("api_keys"), ..Schema::new("API key", &[TABLES, NO_NOTES]) };

/// The API keys of the account, kept in a SQLite file. Clones share it.
#[derive(Clone)]
pub struct ApiKeys {
    pub(crate) database: Database,
    pub(crate) clock: Clock,
    plans: Arc<RwLock<Arc<Plans>>>,
}

/// The usage plans of the template.
#[derive(Default)]
pub(crate) struct Plans {
    pub(crate) plans: Vec<UsagePlan>,
    pub(crate) api_id: String,
    pub(crate) stage: String,
}

/// Why the opened keys cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ApiKeysError {
    /// The database failed.
    #[error("the API keys cannot be used: {0}")]
    Database(#[from] rusqlite::Error),
    /// A task was ended before it could answer.
    #[error(transparent)]
    Interrupted(#[from] Interrupted),
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
    /// A file that cannot be opened or written, is damaged, or comes from a newer version.
    pub fn open(file: &Path, clock: Clock) -> Result<Self, OpenError> {
        Ok(Self { database: Database::open(file, &SCHEMA)?, clock, plans: Arc::default() })
    }

    /// Takes over the usage plans of an API.
    pub(crate) fn declare(&self, api: &Api) {
        let plans = Plans { plans: api.usage_plans.clone(), api_id: api.physical_id.clone(), stage: api.stage.clone() };
        *self.plans.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(plans);
    }

    pub(crate) fn plans(&self) -> Arc<Plans> {
        Arc::clone(&self.plans.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// The id and the plan of the enabled key with this value.
    pub(crate) async fn usable(&self, value: String) -> Result<Option<(String, UsagePlan)>, ApiKeysError> {
        let found = self.database.write(move |transaction| {
            let sql = "SELECT id, plan_id FROM api_keys JOIN usage_plan_keys ON key_id = id WHERE value = ?1 AND enabled";
            let mut statement = transaction.prepare_cached(sql)?;
            let row: Option<(String, String)> = statement.query_row([value], |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
            Ok::<_, ApiKeysError>(row)
        });
        let plans = self.plans();
        Ok(found.await?.and_then(|(id, plan)| plans.find(&plan).map(|plan| (id, plan.clone()))))
    }
}

impl Plans {
    pub(crate) fn find(&self, id: &str) -> Option<&UsagePlan> {
        self.plans.iter().find(|plan| plan.physical_id == id)
    }
}
