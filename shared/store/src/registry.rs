//! The registry's entries that belong to no workspace: they tell to which one something outside belongs.
//!
//! | access | how |
//! |---|---|
//! | where something belongs | get `REGISTRY#<kind>#<digest>` / `WORKSPACE` |
//!
//! An entry proves nothing by itself: who asks must have evidence that it is about this very thing.

use crate::{
    Store, StoreError,
    entity::{Entity, Record},
    keys::Key,
    table::{Condition, Write},
};
use domain::ids::WorkspaceId;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// Where something belongs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Entry {
    pub(crate) workspace: WorkspaceId,
    /// Its id there.
    pub(crate) id: String,
}

impl Entity for Entry {
    const NAME: &'static str = "RegistryEntry";
}

impl Store {
    /// Enters something that is not there yet, or the same again.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] if it belongs somewhere else.
    pub(crate) async fn register(&self, key: Key, entry: Entry, now: Timestamp) -> Result<(), StoreError> {
        match self.table.registry_write(Record::new(entry.clone(), now).write(key.clone(), now)?).await {
            Err(StoreError::Conflict) if self.registered(key).await?.as_ref() == Some(&entry) => Ok(()),
            result => result,
        }
    }

    pub(crate) async fn registered(&self, key: Key) -> Result<Option<Entry>, StoreError> {
        let item = self.table.registry_get(key).await?;
        Ok(item.map(Record::read).transpose()?.map(|record| record.value))
    }

    pub(crate) async fn unregister(&self, key: Key) -> Result<(), StoreError> {
        self.table.registry_write(Write::Delete(key, Condition::Any)).await
    }
}
