//! One operation's turn at the database: its transaction, the time it happens at, and the queues it wakes.

use std::collections::BTreeSet;

use rusqlite::{Connection, Transaction, TransactionBehavior};

use crate::error::SqsError;
use crate::options::Options;
use crate::queue::Queue;

pub(crate) struct Turn<'connection> {
    pub(crate) transaction: Transaction<'connection>,
    pub(crate) options: &'connection Options,
    /// Milliseconds since 1970; the same for the whole turn.
    pub(crate) now: i64,
    woken: BTreeSet<String>,
}

impl<'connection> Turn<'connection> {
    pub(crate) fn begin(connection: &'connection mut Connection, options: &'connection Options) -> Result<Self, SqsError> {
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        Ok(Self { transaction, options, now: (options.clock)(), woken: BTreeSet::new() })
    }

    /// Makes everything durable and tells whose receivers have to be woken. A turn that is dropped changes nothing.
    pub(crate) fn commit(self) -> Result<BTreeSet<String>, SqsError> {
        self.transaction.commit()?;
        Ok(self.woken)
    }

    /// Receivers of this queue look again once the turn is committed.
    pub(crate) fn wake(&mut self, queue: &str) {
        self.woken.insert(queue.to_owned());
    }

    /// The queue that the parameter `QueueUrl` names.
    pub(crate) fn queue(&self, url: Option<&str>) -> Result<Queue, SqsError> {
        let url = url.ok_or_else(|| SqsError::missing("QueueUrl"))?;
        let name = self.options.name_in_url(url)?;
        Queue::find(&self.transaction, name)?.ok_or_else(SqsError::queue_does_not_exist)
    }

    /// The queue that an ARN names, if it exists here.
    pub(crate) fn queue_by_arn(&self, arn: &str) -> Result<Option<Queue>, SqsError> {
        match self.options.name_in_arn(arn) {
            Some(name) => Queue::find(&self.transaction, name),
            None => Ok(None),
        }
    }
}
