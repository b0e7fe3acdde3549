//! One step of a sign-in, and where it leads.

use rusqlite::Transaction;
use serde_json::Value;

use super::code_mail::CodeMail;
use crate::clients::Client;
use crate::pools::Pool;
use crate::tokens::session::Session;
use crate::users::User;

/// What every step of a sign-in works with: one transaction, at one moment.
pub(crate) struct Step<'a> {
    pub(crate) transaction: &'a Transaction<'a>,
    pub(crate) pool: Pool,
    pub(crate) client: Client,
    pub(crate) now: i64,
}

/// Where a step leads.
pub(crate) enum Outcome {
    /// The next challenge, and the mail that goes with it.
    Challenge { reply: Value, mail: Option<Box<CodeMail>> },
    /// All factors are there: tokens can be made.
    SignedIn(Box<SignIn>),
}

/// A completed sign-in.
pub(crate) struct SignIn {
    pub(crate) pool: Pool,
    pub(crate) client: Client,
    pub(crate) user: User,
    pub(crate) session: Session,
    /// `triggerSource` of the pre-token-generation event.
    pub(crate) source: &'static str,
}
