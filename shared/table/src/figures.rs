//! Exact numbers of a workspace, kept by the transactions that change what they count.
//!
//! | access | how |
//! |---|---|
//! | the numbers | query `W#<ws>#FIGURES`: the sum of its items, 16 at most |
//! | something new, or a change of what it counts as | add to `W#<ws>#FIGURES` / `SHARD#<0 to f>`, any of them |
//! | everything from before is counted as well | put `W#<ws>#FIGURES` / `COMPLETE` |
//!
//! An item that is counted carries the figure that it counts in, written with it on condition of its version. So a change knows what to
//! take back, a repeat adds nothing, and what was written before numbers were kept, which carries none, is counted with its next change
//! or by [`Tenant::count_item`], whichever comes first. A shard is chosen anew each time, so that those who
//! act at the same moment seldom meet; one shard alone may be below zero.

use crate::{
    Entity, Item, Key, Place, Query, Record, TableError, Tenant, Write, keys, kind,
    table::{Amount, Tally},
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::{borrow::Cow, collections::BTreeMap};
use tenancy::WorkspaceScope;

/// How often an item is read anew because others keep changing it.
const ATTEMPTS: usize = 6;

/// What an item counts as, one thing at a time: a name that its area gives, like `people_active`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Figure(Cow<'static, str>);

impl Figure {
    #[must_use]
    pub const fn new(name: &'static str) -> Self {
        Self(Cow::Borrowed(name))
    }
}

/// The numbers of a workspace.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Figures {
    sums: BTreeMap<String, i64>,
    /// Whether everything is in them that was there before they were kept.
    pub complete: bool,
}

impl Figures {
    /// How many count as this.
    #[must_use]
    pub fn of(&self, figure: &Figure) -> i64 {
        self.sums.get(figure.0.as_ref()).copied().unwrap_or_default()
    }

    fn add(&mut self, shard: &Item) {
        let numbers = shard.iter().filter(|(name, _)| !["version", "schema"].contains(&name.as_str()));
        let numbers = numbers.filter_map(|(name, value)| Some((name, value.as_n().ok()?.parse::<i64>().ok()?)));
        for (name, number) in numbers {
            *self.sums.entry(name.clone()).or_default() += number;
        }
    }
}

/// One shard, whose attributes are the figures.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Shard {}

impl Entity for Shard {
    const NAME: &'static str = "Figures";
}

/// Says that everything is counted.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct FiguresComplete {}

impl Entity for FiguresComplete {
    const NAME: &'static str = "FiguresComplete";
}

/// What is counted. All its writes go through [`Record::write_counted`].
pub trait Counted: Entity {
    fn figure(&self) -> Figure;
}

impl<T: Counted> Record<T> {
    /// The writes that store this record as [`Record::write`] does, and count it if it counts as something else from now on. The first is
    /// the record's own; a transaction counts one record.
    ///
    /// # Errors
    /// When the record cannot be stored: a defect.
    pub fn write_counted(&mut self, scope: &WorkspaceScope, place: impl Into<Place>, now: Timestamp) -> Result<Vec<Write>, TableError> {
        let figure = self.value.figure();
        let before = self.counted.replace(figure.clone());
        let mut writes = vec![self.write(place, now)?];
        if before.as_ref() != Some(&figure) {
            let amounts = before.map(|before| (before, -1)).into_iter().chain([(figure, 1)]);
            let amounts = amounts.map(|(figure, by)| Amount { name: figure.0, by, from: 0 }).collect();
            let shard = keys::FIGURES_SHARD.item(scope, format_args!("{:x}", any_shard()));
            writes.push(Write::Add(Tally::of::<Shard>(shard, amounts, None, now)));
        }
        Ok(writes)
    }
}

/// One of 16.
fn any_shard() -> u8 {
    let mut random = [0];
    // Without chance all meet in one: slower, never wrong.
    aws_lc_rs::rand::fill(&mut random).map_or(0, |()| random[0] & 0xf)
}

impl Tenant {
    /// The numbers of a workspace as they are now.
    ///
    /// # Errors
    /// When the table cannot be read.
    pub async fn figures(&self) -> Result<Figures, TableError> {
        let query = Query { partition: keys::FIGURES_SHARD.partition(self.scope()), consistent: true, ..Query::default() };
        let mut figures = Figures::default();
        for item in self.query_all(query).await? {
            if kind(&item) == FiguresComplete::NAME {
                figures.complete = true;
            } else {
                figures.add(&item);
            }
        }
        Ok(figures)
    }

    /// Notes that everything of a workspace is counted: because it is new, or has just been counted.
    ///
    /// # Errors
    /// When the table cannot be written.
    pub async fn complete_figures(&self) -> Result<(), TableError> {
        let place = keys::FIGURES_COMPLETE.key(self.scope());
        self.write(Record::new(FiguresComplete {}, self.now()).overwrite(place, self.now())?).await
    }

    /// Counts an item from before numbers were kept, unless its own change has done so in the meantime; how many were counted.
    ///
    /// # Errors
    /// When the table cannot be read or written.
    pub async fn count_item<T: Counted>(
        &self,
        key: Key,
        writes: impl Fn(Record<T>, Timestamp) -> Result<Vec<Write>, TableError>,
    ) -> Result<u64, TableError> {
        for _ in 0..ATTEMPTS {
            let Some(item) = self.get(key.clone(), true).await? else { return Ok(0) };
            let record = Record::<T>::read(item)?;
            if record.counted.is_some() {
                return Ok(0);
            }
            // It is not changed by being counted.
            let at = record.updated_at;
            match self.transact(writes(record, at)?).await.map_err(TableError::from) {
                Ok(()) => return Ok(1),
                Err(TableError::Conflict) => {}
                Err(error) => return Err(error),
            }
        }
        Err(TableError::Conflict)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use aws_sdk_dynamodb::types::AttributeValue;

    #[test]
    fn the_numbers_of_all_shards_are_summed_and_nothing_else_of_them() {
        let number = |number: &str| AttributeValue::N(number.to_owned());
        let shard = |active: &str, open: &str| {
            Item::from([
                ("version".to_owned(), number("7")),
                ("schema".to_owned(), number("1")),
                ("entity".to_owned(), AttributeValue::S("Figures".to_owned())),
                ("people_active".to_owned(), number(active)),
                ("enrolments_open".to_owned(), number(open)),
            ])
        };
        let mut figures = Figures::default();
        figures.add(&shard("3", "-1"));
        figures.add(&shard("4", "2"));
        assert_eq!((figures.of(&Figure::new("people_active")), figures.of(&Figure::new("enrolments_open"))), (7, 1));
        assert_eq!(figures.sums.len(), 2);
    }

    #[test]
    fn a_shard_is_one_of_sixteen() {
        let met: std::collections::BTreeSet<u8> = (0..2_000).map(|_| any_shard()).collect();
        assert_eq!(met.into_iter().collect::<Vec<_>>(), (0..16).collect::<Vec<_>>());
    }
}
