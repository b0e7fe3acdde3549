//! Leases: what belongs to all workspaces together is changed by one at a time.
//!
//! | access | how |
//! |---|---|
//! | take or return a lease | put or delete `REGISTRY#LEASE#<name>` / `LEASE`, on condition |

use crate::{
    Store, StoreError,
    entity::{Entity, Record},
    keys,
    table::{Condition, Write},
};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

/// What only one may change at a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shared {
    /// The app client's list of identity providers.
    ProviderList,
}

impl Shared {
    const fn name(self) -> &'static str {
        match self {
            Self::ProviderList => "PROVIDER_LIST",
        }
    }
}

#[derive(Debug, Clone, Serialize, Deserialize)]
struct Held {
    until: Timestamp,
}

impl Entity for Held {
    const NAME: &'static str = "Lease";
}

/// A lease that is held. One that is not returned ends by itself.
#[derive(Debug)]
pub struct Lease {
    of: Shared,
    version: u64,
}

/// Longer than any function that takes one runs.
const LONGEST: SignedDuration = SignedDuration::from_secs(60);

impl Store {
    /// Takes a lease; `None` while another has it.
    ///
    /// # Errors
    /// When the table cannot be read or written.
    pub async fn take_lease(&self, of: Shared, now: Timestamp) -> Result<Option<Lease>, StoreError> {
        let key = keys::lease(of.name());
        let held: Option<Record<Held>> = self.table.registry_get(key.clone()).await?.map(Record::read).transpose()?;
        if held.as_ref().is_some_and(|held| held.value.until > now) {
            return Ok(None);
        }
        let until = now.checked_add(LONGEST).unwrap_or(now);
        let record = held.map_or_else(|| Record::new(Held { until }, now), |held| Record { value: Held { until }, ..held });
        match self.table.registry_write(record.write(key, now)?).await {
            Ok(()) => Ok(Some(Lease { of, version: record.version + 1 })),
            Err(StoreError::Conflict) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Returns a lease, unless it has ended and somebody else has it by now.
    ///
    /// # Errors
    /// When the table cannot be written.
    pub async fn return_lease(&self, lease: Lease) -> Result<(), StoreError> {
        let write = Write::Delete(keys::lease(lease.of.name()), Condition::Version(lease.version));
        match self.table.registry_write(write).await {
            Ok(()) | Err(StoreError::Conflict) => Ok(()),
            Err(error) => Err(error),
        }
    }
}
