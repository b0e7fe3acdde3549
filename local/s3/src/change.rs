//! One change of the store: a transaction, the blobs it makes visible and those it lets go.

use rusqlite::{Connection, Transaction, TransactionBehavior};

use crate::blobs::{Blobs, PendingBlob};
use crate::error::Error;

/// A transaction under way. Dropped unfinished, it leaves no trace.
pub(crate) struct Change<'a> {
    transaction: Transaction<'a>,
    kept: Vec<PendingBlob>,
    released: Vec<String>,
    announced: bool,
}

impl<'a> Change<'a> {
    pub(crate) fn begin(connection: &'a mut Connection) -> Result<Self, Error> {
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        Ok(Self { transaction, kept: Vec::new(), released: Vec::new(), announced: false })
    }

    pub(crate) fn connection(&self) -> &Connection {
        &self.transaction
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

    /// Commits, removes what was released, and tells whether there is a new notice.
    pub(crate) fn finish(self, blobs: &Blobs) -> Result<bool, Error> {
        if !self.kept.is_empty() {
            blobs.sync()?;
        }
        let mut unnamed = Vec::new();
        for blob in self.released {
            if !is_named(&self.transaction, &blob)? {
                unnamed.push(blob);
            }
        }
        // Before the commit: should its outcome be unknown, a file too many is better than a row without its bytes.
        self.kept.into_iter().for_each(PendingBlob::keep);
        self.transaction.commit()?;
        unnamed.iter().for_each(|blob| blobs.remove(blob));
        Ok(self.announced)
    }
}

/// Whether a row names the blob; a copy shares the blob of its source.
fn is_named(connection: &Connection, blob: &str) -> rusqlite::Result<bool> {
    connection.query_row(
        "select exists(select 1 from object where blob = ?1) or exists(select 1 from part where blob = ?1)",
        [blob],
        |row| row.get(0),
    )
}
