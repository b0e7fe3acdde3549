//! Leases: what belongs to all workspaces together is changed by one at a time.
//!
//! | access | how |
//! |---|---|
//! | take or return a lease | put or delete `REGISTRY#LEASE#<name>` / `LEASE`, on condition |

use crate::{Condition, Entity, Record, Table, TableError, Write, keys};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Held {
    until: Timestamp,
}

impl Entity for Held {
    const NAME: &'static str = "Lease";
}

/// A lease that is held. One that is not returned ends by itself.
#[derive(Debug)]
pub struct Lease {
    of: &'static str,
    version: u64,
}

/// Longer than any function that takes one runs.
const LONGEST: SignedDuration = SignedDuration::from_secs(60);

impl Table {
    /// Takes a lease of what has this name; `None` while another has it.
    ///
    /// # Errors
    /// When the table cannot be read or written.
    pub async fn take_lease(&self, of: &'static str, now: Timestamp) -> Result<Option<Lease>, TableError> {
        let key = keys::LEASE.registered(of);
        let held: Option<Record<Held>> = self.registry_get(key.clone()).await?.map(Record::read).transpose()?;
        if held.as_ref().is_some_and(|held| held.value.until > now) {
            return Ok(None);
        }
        let until = now.checked_add(LONGEST).unwrap_or(now);
        let record = held.map_or_else(|| Record::new(Held { until }, now), |held| Record { value: Held { until }, ..held });
        match self.registry_write(record.write(key, now)?).await {
            Ok(()) => Ok(Some(Lease { of, version: record.version + 1 })),
            Err(TableError::Conflict) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Returns a lease, unless it has ended and somebody else has it by now.
    ///
    /// # Errors
    /// When the table cannot be written.
    pub async fn return_lease(&self, lease: Lease) -> Result<(), TableError> {
        let write = Write::Delete(keys::LEASE.registered(lease.of), Condition::Version(lease.version));
        match self.registry_write(write).await {
            Ok(()) | Err(TableError::Conflict) => Ok(()),
            Err(error) => Err(error),
        }
    }
}
