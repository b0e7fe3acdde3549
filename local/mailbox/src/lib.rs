//! SES v2 for the local stack: mail is captured, kept, and shown on a page.

mod address;
mod database;
mod mail;
mod mailbox;
mod page;
mod rows;
mod ses;

pub use database::MailboxError;
pub use mail::{Mail, StoredMail};
pub use mailbox::{Mailbox, Options};
pub use page::PATH;
