//! The tables of the file, and why it fails.

use local_kit::{Interrupted, Schema};

const TABLES: &str = "
CREATE TABLE mails (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    sent_at INTEGER NOT NULL, -- milliseconds since 1970
    sender TEXT NOT NULL,
    recipients TEXT NOT NULL, -- a JSON array, as given
    subject TEXT NOT NULL,
    text TEXT,
    html TEXT,
    headers TEXT NOT NULL
) STRICT;
CREATE TABLE recipients (
    address TEXT NOT NULL, -- bare and in lower case
    mail_id INTEGER NOT NULL REFERENCES mails (id) ON DELETE CASCADE,
    PRIMARY KEY (address, mail_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX recipients_by_mail ON recipients (mail_id);
CREATE TABLE attachments (
    mail_id INTEGER NOT NULL REFERENCES mails (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    name TEXT NOT NULL,
    content_type TEXT NOT NULL,
    bytes BLOB NOT NULL,
    PRIMARY KEY (mail_id, position)
) STRICT;
";

/// Version 2: nothing sends attachments or headers of its own.
const NO_ATTACHMENTS: &str = "
DROP TABLE attachments;
ALTER TABLE mails DROP COLUMN headers;
";

pub(crate) const SCHEMA: Schema = Schema::new("mailbox", &[TABLES, NO_ATTACHMENTS]);

/// A failure of the opened mailbox.
#[derive(Debug, thiserror::Error)]
pub enum MailboxError {
    #[error("The mailbox database failed: {0}.")]
    Sqlite(#[from] rusqlite::Error),
    #[error("The stored mail {id} cannot be read: {reason}.")]
    Corrupt { id: i64, reason: String },
    #[error(transparent)]
    Interrupted(#[from] Interrupted),
}
