//! A mail, as it is delivered and as it is kept.

use jiff::Timestamp;
use serde::Serialize;

/// A mail to deliver.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Mail {
    /// `ada@acme.example` or `Ada <ada@acme.example>`.
    pub from: String,
    /// Everyone it goes to.
    pub to: Vec<String>,
    pub subject: String,
    pub text: Option<String>,
    pub html: Option<String>,
}

/// A mail in the mailbox. As JSON it is an item of the mailbox page's list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct StoredMail {
    /// Grows with every mail; a mail that came later has a greater one.
    pub id: i64,
    pub to: Vec<String>,
    pub from: String,
    pub subject: String,
    pub text: Option<String>,
    pub html: Option<String>,
    /// RFC 3339 in JSON.
    pub sent_at: Timestamp,
}
