//! Sign-in: from a username to a session, by one challenge after the other.

pub(crate) mod answer;
pub(crate) mod attempt;
pub(crate) mod code_mail;
pub(crate) mod custom_message;
pub(crate) mod delivery;
pub(crate) mod email_code;
pub(crate) mod finish;
pub(crate) mod level;
pub(crate) mod mfa_setup;
pub(crate) mod new_password;
pub(crate) mod next;
pub(crate) mod password;
pub(crate) mod start;
pub(crate) mod step;
