//! How many of something there are, where there may only be so many.
//!
//! | access | how |
//! |---|---|
//! | how many there are | get the key that the area gives: see `limited_…` in the models of identity and people |
//!
//! The count is raised and lowered in the transaction of whatever comes or goes, on condition that the limit is not reached: however many
//! come at once, no more get in than may.

use crate::{
    Bound, Entity, Key, Record, TableError, Tenant, Write,
    table::{Amount, Tally},
};
use serde::{Deserialize, Serialize};

/// Of what there may only be so many: where it is counted, and how many there may be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limited {
    pub key: Key,
    pub most: u16,
}

/// The stored form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Count {
    pub count: i64,
}

impl Entity for Count {
    const NAME: &'static str = "Count";
}

impl Tenant {
    /// The write for one more; its condition fails if there are as many as may be.
    #[must_use]
    pub fn one_more(&self, of: Limited) -> Write {
        let amounts = vec![Amount { name: "count".into(), by: 1, from: 0 }];
        Write::Add(Tally::of::<Count>(of.key, amounts, Some(Bound::Below("count", of.most.into())), self.now()))
    }

    /// The write for one less.
    #[must_use]
    pub fn one_less(&self, of: Limited) -> Write {
        // One that has not been kept yet begins where it must have been.
        Write::Add(Tally::of::<Count>(of.key, vec![Amount { name: "count".into(), by: -1, from: 1 }], None, self.now()))
    }

    /// The write that adds to numbers of an entity, each of which begins at 0; its condition fails if one of them is out of bounds before.
    #[must_use]
    pub fn added<T: Entity>(&self, key: Key, amounts: &[(&'static str, i64)], bound: Option<Bound>) -> Write {
        let amounts = amounts.iter().map(|(name, by)| Amount { name: (*name).into(), by: *by, from: 0 }).collect();
        Write::Add(Tally::of::<T>(key, amounts, bound, self.now()))
    }

    /// What has been counted, if anything has.
    ///
    /// # Errors
    /// When the table cannot be read.
    pub async fn count(&self, of: &Limited) -> Result<Option<Record<Count>>, TableError> {
        self.get(of.key.clone(), true).await?.map(Record::read).transpose()
    }

    /// Whether there are as many as may be. Whoever goes on may still be refused: others may come at the same moment.
    ///
    /// # Errors
    /// When the table cannot be read.
    pub async fn is_full(&self, of: &Limited) -> Result<bool, TableError> {
        Ok(self.count(of).await?.is_some_and(|count| count.value.count >= i64::from(of.most)))
    }
}
