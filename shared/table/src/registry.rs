//! The registry's entries that belong to no workspace: they tell to which one something outside belongs.
//!
//! | access | how |
//! |---|---|
//! | where something belongs | get `REGISTRY#<kind>#<digest>` / `WORKSPACE` |
//!
//! An entry proves nothing by itself: who asks must have evidence that it is about this very thing.

use crate::{Condition, Entity, Key, Record, Table, TableError, Write};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use trellis_core::{ids::WorkspaceId, personal::NotPersonal};

/// Where something belongs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    pub workspace: WorkspaceId,
    /// Its id there.
    pub id: NotPersonal<String>,
}

impl Entity for Entry {
    const NAME: &'static str = "RegistryEntry";
}

impl Table {
    /// Enters something that is not there yet, or the same again.
    ///
    /// # Errors
    /// [`TableError::Conflict`] if it belongs somewhere else.
    pub async fn register(&self, key: Key, entry: Entry, now: Timestamp) -> Result<(), TableError> {
        match self.registry_write(Record::new(entry.clone(), now).write(key.clone(), now)?).await {
            Err(TableError::Conflict) if self.registered(key).await?.as_ref() == Some(&entry) => Ok(()),
            result => result,
        }
    }

    /// An entry.
    ///
    /// # Errors
    /// When the table cannot be read.
    pub async fn registered(&self, key: Key) -> Result<Option<Entry>, TableError> {
        let item = self.registry_get(key).await?;
        Ok(item.map(Record::read).transpose()?.map(|record| record.value))
    }

    /// Removes an entry.
    ///
    /// # Errors
    /// When the table cannot be written.
    pub async fn unregister(&self, key: Key) -> Result<(), TableError> {
        self.registry_write(Write::Delete(key, Condition::Any)).await
    }
}
