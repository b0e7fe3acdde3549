//! The one table: keys, entities, cursors, transactions, and what is written in them besides: events, acts, idempotency keys, numbers.
//! Whatever is a workspace's is reached through a [`Tenant`] only.

mod clock;
mod cursor;
mod entity;
mod error;
mod guard;
mod meter;
mod query;
mod table;
mod tenant;
mod tenant_credentials;

pub mod audit;
pub mod authority;
pub mod change;
pub mod counts;
pub mod figures;
pub mod idempotency;
pub mod keys;
pub mod leases;
pub mod limits;
pub mod outbox;
pub mod registry;

#[cfg(any(test, feature = "samples"))]
pub mod samples;

pub use clock::Clock;
pub use cursor::{List, Listed, Page};
pub use entity::{Entity, Place, Projection, Record, Stale, View, kind, view};
pub use error::TableError;
pub use keys::{Key, Prefix};
pub use meter::{Meter, Units};
pub use query::{Filter, Index, Query};
pub use table::{Bound, Condition, Item, MOST_WRITES, Table, TransactionError, Write};
pub use tenancy::{GlobalScope, Home, OperatorScope, Space, WorkspaceScope};
pub use tenant::{Operation, Origin, Tenant};
pub use tenant_credentials::TenantCredentials;

use aws_lc_rs::digest::{SHA256, digest as hash};

/// SHA-256 in hexadecimal: a key segment for texts that people choose.
#[must_use]
pub fn digest(text: &str) -> String {
    hash(&SHA256, text.as_bytes()).as_ref().iter().map(|byte| format!("{byte:02x}")).collect()
}
