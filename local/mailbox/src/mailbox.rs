//! The mailbox: delivers, lists, and waits for mail.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use local_kit::{Clock, Database, OpenError};
use tokio::sync::watch;
use tokio::time::{Instant, timeout_at};

use crate::database::{MailboxError, SCHEMA};
use crate::mail::{Mail, StoredMail};
use crate::rows;

/// What a mailbox needs from its surroundings.
#[derive(Clone)]
pub struct Options {
    pub clock: Clock,
}

/// All mail of the local stack on one SQLite file: the latest 5,000. Clones share the file.
#[derive(Clone)]
pub struct Mailbox {
    database: Database,
    clock: Clock,
    /// The id of the newest mail, for those who wait.
    newest: Arc<watch::Sender<i64>>,
}

impl Mailbox {
    /// Opens or creates the data file. Blocks for the moment that takes: call it while starting.
    ///
    /// # Errors
    /// A file that cannot be opened or written, is damaged, or comes from a newer version.
    pub fn open(file: impl AsRef<Path>, options: Options) -> Result<Self, OpenError> {
        let database = Database::open(file.as_ref(), &SCHEMA)?;
        Ok(Self { database, clock: options.clock, newest: Arc::new(watch::Sender::new(0)) })
    }

    /// Keeps a mail, durably, and answers its id.
    ///
    /// # Errors
    /// A data file that fails; the mail is not kept then.
    pub async fn deliver(&self, mail: Mail) -> Result<i64, MailboxError> {
        let now = self.clock.now();
        let id = self.database.write(move |transaction| rows::insert(transaction, &mail, now)).await?;
        self.newest.send_modify(|newest| *newest = id.max(*newest));
        Ok(id)
    }

    /// The newest mails first, all or those to one address; at most `limit`.
    ///
    /// # Errors
    /// A data file that fails.
    pub async fn list(&self, to: Option<&str>, limit: usize) -> Result<Vec<StoredMail>, MailboxError> {
        let to = to.map(str::to_owned);
        self.database.write(move |transaction| rows::list(transaction, to.as_deref(), limit)).await
    }

    /// The first mail to `to` after the mail `after_id` (0 for any), waiting for it up to
    /// `timeout`; `None` when none came.
    ///
    /// # Errors
    /// A data file that fails.
    pub async fn wait_for(&self, to: &str, after_id: i64, timeout: Duration) -> Result<Option<StoredMail>, MailboxError> {
        let deadline = Instant::now() + timeout;
        // Subscribed before looking: a mail that comes in between is not missed.
        let mut newest = self.newest.subscribe();
        loop {
            let to = to.to_owned();
            let found = self.database.write(move |transaction| rows::first_after(transaction, &to, after_id)).await?;
            if found.is_some() {
                return Ok(found);
            }
            match timeout_at(deadline, newest.changed()).await {
                Ok(Ok(())) => {}
                Ok(Err(_)) | Err(_) => return Ok(None),
            }
        }
    }

    pub(crate) async fn find(&self, id: i64) -> Result<Option<StoredMail>, MailboxError> {
        self.database.write(move |transaction| rows::find(transaction, id)).await
    }

    pub(crate) fn now(&self) -> Timestamp {
        self.clock.now()
    }
}
