//! SES v2 for the local stack: mail is captured, kept, and shown on a page.

mod address;
mod database;
mod mail;
mod mailbox;
mod page;
mod rows;
mod ses;

pub use database::{MailboxError, OpenError};
pub use mail::{Attachment, AttachmentSummary, Header, Mail, StoredMail};
pub use mailbox::{Clock, Mailbox, Options};
pub use page::PATH;
pub use ses::HttpAnswer;
