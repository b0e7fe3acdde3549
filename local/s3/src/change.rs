//! One change of the store: a transaction, the blobs it makes visible and those it lets go.

use rusqlite::{Connection, Transaction};

use crate::blobs::{Blobs, PendingBlob};
use crate::error::Error;

/// A transaction under way. Dropped unfinished, it leaves no trace.
pub(crate) struct Change<'a> {
    transaction: &'a Transaction<'a>,
    kept: Vec<PendingBlob>,
    released: Vec<String>,
    announced: bool,
}

/// What is left to do once a change is committed.
pub(crate) struct Aftermath {
    unnamed: Vec<String>,
    /// Whether there is a new notice.
    pub(crate) announced: bool,
}

impl<'a> Change<'a> {
    pub(crate) fn new(transaction: &'a Transaction<'a>) -> Self {
        Self { transaction, kept: Vec::new(), released: Vec::new(), announced: false }
    }

    pub(crate) fn connection(&self) -> &Connection {
        self.transaction
    }

    /// Keeps a blob that a row of this change names.
    pub(crate) fn keep(&mut self, blob: PendingBlob) {
        self.kept.push(blob);
    }

    /// Lets go of a blob: its file is removed after the commit, unless another row still names it.
    pub(crate) fn release(&mut self, blob: String) {
        self.released.push(blob);
    }

    /// Says that the change holds a new notice.
    pub(crate) fn announce(&mut self) {
        self.announced = true;
    }

    /// The last thing before the commit.
    pub(crate) fn finish(self, blobs: &Blobs) -> Result<Aftermath, Error> {
        if !self.kept.is_empty() {
            blobs.sync()?;
        }
        let mut unnamed = Vec::new();
        for blob in self.released {
            if !is_named(self.transaction, &blob)? {
                unnamed.push(blob);
            }
        }
        // Before the commit: should its outcome be unknown, a file too many is better than a row without its bytes.
        self.kept.into_iter().for_each(PendingBlob::keep);
        Ok(Aftermath { unnamed, announced: self.announced })
    }
}

impl Aftermath {
    /// Removes what was released.
    pub(crate) fn sweep(&self, blobs: &Blobs) {
        self.unnamed.iter().for_each(|blob| blobs.remove(blob));
    }
}

/// Whether a row names the blob: a copy that an earlier version made shares the blob of its source.
fn is_named(connection: &Connection, blob: &str) -> rusqlite::Result<bool> {
    connection.query_row(
        "select exists(select 1 from object where blob = ?1) or exists(select 1 from part where blob = ?1)",
        [blob],
        |row| row.get(0),
    )
}
