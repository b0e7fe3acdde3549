//! One operation's turn at the database: its transaction, the time it happens at, and the queues it wakes.

use std::collections::BTreeSet;

use rusqlite::Transaction;

use crate::error::SqsError;
use crate::options::Options;
use crate::queue::Queue;

pub(crate) struct Turn<'turn> {
    pub(crate) transaction: &'turn Transaction<'turn>,
    pub(crate) options: &'turn Options,
    /// Milliseconds since 1970; the same for the whole turn.
    pub(crate) now: i64,
    woken: BTreeSet<String>,
}

impl<'turn> Turn<'turn> {
    pub(crate) fn new(transaction: &'turn Transaction<'turn>, options: &'turn Options) -> Self {
        Self { transaction, options, now: options.clock.now().as_millisecond(), woken: BTreeSet::new() }
    }

    /// Whose receivers have to be woken once the turn is committed.
    pub(crate) fn woken(self) -> BTreeSet<String> {
        self.woken
    }

    /// Receivers of this queue look again once the turn is committed.
    pub(crate) fn wake(&mut self, queue: &str) {
        self.woken.insert(queue.to_owned());
    }

    /// The queue that the parameter `QueueUrl` names.
    pub(crate) fn queue(&self, url: Option<&str>) -> Result<Queue, SqsError> {
        let url = url.ok_or_else(|| SqsError::missing("QueueUrl"))?;
        let name = self.options.name_in_url(url)?;
        Queue::find(self.transaction, name)?.ok_or_else(SqsError::queue_does_not_exist)
    }

    /// The queue that an ARN names, if it exists here.
    pub(crate) fn queue_by_arn(&self, arn: &str) -> Result<Option<Queue>, SqsError> {
        match self.options.name_in_arn(arn) {
            Some(name) => Queue::find(self.transaction, name),
            None => Ok(None),
        }
    }
}
