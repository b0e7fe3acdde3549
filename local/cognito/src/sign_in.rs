//! Sign-in: from a username to a session, by one challenge after the other.

pub(crate) mod answer;
pub(crate) mod attempt;
pub(crate) mod code_mail;
pub(crate) mod email_code;
pub(crate) mod finish;
pub(crate) mod level;
pub(crate) mod mfa_setup;
pub(crate) mod new_password;
pub(crate) mod next;
pub(crate) mod password;
pub(crate) mod start;

use rusqlite::Transaction;
use serde_json::Value;

use crate::clients::Client;
use crate::options::Mail;
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
    Challenge { reply: Value, mail: Option<Mail> },
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
