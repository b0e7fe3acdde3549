//! What a file holds, version by version.

use rusqlite::{Connection, TransactionBehavior};

use super::{Cause, Unfit};

/// The tables of a file, and how it is kept.
#[derive(Debug, Clone, Copy)]
pub struct Schema {
    /// What sentences call it: *the `queue` database*.
    pub what: &'static str,
    /// Each step leads from one version to the next. `user_version` counts those that a file has gone through, so a step that has been
    /// released stays as it is, and a change is a new one.
    pub steps: &'static [&'static str],
    pub durability: Durability,
    /// A table by which a file is known that was written before its versions were counted. The first step must then leave alone what is there.
    pub uncounted: Option<&'static str>,
}

/// What a power cut may cost. Nothing is lost to `kill -9` either way: the operating system keeps what a process wrote.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Durability {
    /// Nothing that was acknowledged.
    Full,
    /// The last moments, which saves one fsync per transaction.
    Normal,
}

impl Durability {
    pub(super) fn pragma(self) -> &'static str {
        match self {
            Self::Full => "FULL",
            Self::Normal => "NORMAL",
        }
    }
}

impl Schema {
    /// A schema that loses nothing and has always counted its versions.
    pub const fn new(what: &'static str, steps: &'static [&'static str]) -> Self {
        Self { what, steps, durability: Durability::Full, uncounted: None }
    }

    fn newest(&self) -> i64 {
        i64::try_from(self.steps.len()).unwrap_or(i64::MAX)
    }

    /// How many steps the file has gone through, if it is one of ours.
    pub(super) fn version_of(&self, connection: &Connection) -> Result<i64, Unfit> {
        let found: i64 = connection.query_row("PRAGMA user_version", [], |row| row.get(0))?;
        let known = self.newest();
        if found > known {
            return Err(Unfit::Cause(Cause::Newer { found, known }));
        }
        let named = self.uncounted.unwrap_or_default();
        let sql = "SELECT count(*), coalesce(sum(type = 'table' AND name = ?1), 0) FROM sqlite_schema";
        let (tables, ours): (i64, i64) = connection.query_row(sql, [named], |row| Ok((row.get(0)?, row.get(1)?)))?;
        match found {
            0 if tables > 0 && ours == 0 => Err(Unfit::Cause(Cause::Damaged("it holds something else".to_owned()))),
            0.. => Ok(found),
            _ => Err(Unfit::Cause(Cause::Damaged(format!("its format is {found}")))),
        }
    }

    /// All in one transaction: a file is never between two versions.
    pub(super) fn bring_up_to_date(&self, connection: &mut Connection, found: i64) -> Result<(), Unfit> {
        if found == self.newest() {
            return Ok(());
        }
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        for (step, version) in self.steps.iter().zip(1_i64..) {
            if version > found {
                transaction.execute_batch(step)?;
            }
        }
        transaction.pragma_update(None, "user_version", self.newest())?;
        transaction.commit()?;
        Ok(())
    }
}
