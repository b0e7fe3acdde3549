//! A mail, as it is delivered and as it is kept.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// A mail to deliver.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Mail {
    /// `ada@acme.example` or `Ada <ada@acme.example>`.
    pub from: String,
    /// Everyone it goes to: To, Cc and Bcc alike.
    pub to: Vec<String>,
    pub subject: String,
    pub text: Option<String>,
    pub html: Option<String>,
    pub attachments: Vec<Attachment>,
    /// Further headers in their order, such as `Reply-To` or `List-Unsubscribe`.
    pub headers: Vec<Header>,
}

/// One header of a mail, decoded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Header {
    pub name: String,
    pub value: String,
}

impl Header {
    #[must_use]
    pub fn new(name: impl Into<String>, value: impl Into<String>) -> Self {
        Self { name: name.into(), value: value.into() }
    }
}

/// A file of a mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attachment {
    pub name: String,
    /// A media type such as `application/pdf`.
    pub content_type: String,
    pub bytes: Vec<u8>,
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
    pub attachments: Vec<AttachmentSummary>,
    pub headers: Vec<Header>,
}

/// An attachment without its bytes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AttachmentSummary {
    pub name: String,
    pub content_type: String,
    /// In bytes.
    pub size: u64,
}
