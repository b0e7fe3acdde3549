//! The one table: keys, entities, access patterns, cursors and transactions. Every method on workspace data takes the scope first.

mod cursor;
mod entity;
mod error;
mod guard;
mod keys;
mod meter;
mod query;
mod registry;
mod table;
mod tenant_credentials;

pub mod api_clients;
pub mod audit;
pub mod boards;
pub mod change;
pub mod courses;
pub mod enrolments;
pub mod groups;
pub mod home;
pub mod idempotency;
pub mod identity_providers;
pub mod imports;
pub mod leases;
pub mod limits;
pub mod member_changes;
pub mod members;
pub mod outbox;
pub mod reporting;
pub mod second_factors;
pub mod sessions;
pub mod settings;
pub mod standings;
pub mod support;
pub mod workspaces;

pub use cursor::{Listed, Page};
pub use entity::Record;
pub use error::StoreError;
pub use meter::{Meter, Units};
pub use tenancy::{OperatorScope, WorkspaceScope};
pub use tenant_credentials::TenantCredentials;

use table::Table;
use tenancy::SigningKey;

/// All access to the table. Cheap to clone; a clone by [`Store::metered`] counts what it consumes on its own.
#[derive(Debug, Clone)]
pub struct Store {
    table: Table,
    signing: SigningKey,
    region: String,
}

impl Store {
    /// With `tenants`, every request runs on credentials that reach one workspace only. `region` is where events of this store originate: the fan-out of another region skips them.
    #[must_use]
    pub fn new(
        config: aws_sdk_dynamodb::config::Builder,
        table: String,
        tenants: Option<TenantCredentials>,
        signing: SigningKey,
        region: String,
    ) -> Self {
        Self { table: Table::new(config, table, tenants), signing, region }
    }

    /// The same store with a meter of its own, one for each invocation.
    #[must_use]
    pub fn metered(&self, meter: Meter) -> Self {
        Self { table: self.table.metered(meter), ..self.clone() }
    }

    /// What has been consumed since [`Store::metered`].
    #[must_use]
    pub fn units(&self) -> Units {
        self.table.units()
    }
}
