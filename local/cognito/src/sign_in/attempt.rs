//! A sign-in that waits for an answer: what its `Session` stands for.

use rusqlite::{OptionalExtension, params};
use serde::{Deserialize, Serialize};

use super::level::Shown;
use super::step::Step;
use crate::pools::factor::FirstFactor;
use crate::random;
use crate::refusal::Refusal;

/// The state between two challenges. The session itself is not kept, only its digest.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Attempt {
    pub(crate) pool: String,
    pub(crate) client: String,
    /// The username as the caller spelled it.
    pub(crate) typed: String,
    /// The user's key. Without one the sign-in is a show: no such user, or a disabled one.
    pub(crate) user: Option<String>,
    pub(crate) shown: Vec<Shown>,
    /// Whether the caller asked for the level that needs an authenticator app.
    pub(crate) wants_app: bool,
    /// Whether a temporary password was replaced on the way.
    pub(crate) new_password: bool,
    pub(crate) expects: Expects,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Expects {
    Choice(Vec<FirstFactor>),
    EmailCode { digest: [u8; 32] },
    Password,
    NewPassword,
    AppCode,
    AppSetup { secret: Option<Vec<u8>>, verified: bool },
}

impl Expects {
    /// The challenge's name on the wire.
    pub(crate) fn name(&self) -> &'static str {
        match self {
            Self::Choice(_) => "SELECT_CHALLENGE",
            Self::EmailCode { .. } => "EMAIL_OTP",
            Self::Password => "PASSWORD",
            Self::NewPassword => "NEW_PASSWORD_REQUIRED",
            Self::AppCode => "SOFTWARE_TOKEN_MFA",
            Self::AppSetup { .. } => "MFA_SETUP",
        }
    }
}

/// An attempt read back by its session.
pub(crate) struct Waiting {
    pub(crate) session: String,
    pub(crate) attempt: Attempt,
    wrong: u32,
}

/// So many wrong answers end a session. Cognito's own number is not documented.
pub(crate) const MOST_WRONG: u32 = 6;
const MILLISECONDS_PER_MINUTE: i64 = 60_000;
/// How long an expired session is still told from an unknown one.
const REMEMBERED: i64 = 60 * MILLISECONDS_PER_MINUTE;

/// Keeps the attempt under `session` until the client's `AuthSessionValidity` is over.
pub(crate) fn keep(step: &Step<'_>, session: &str, attempt: &Attempt) -> Result<(), Refusal> {
    let transaction = step.transaction;
    transaction.prepare_cached("DELETE FROM challenges WHERE expires_at < ?1")?.execute([step.now - REMEMBERED])?;
    let minutes = i64::from(step.client.settings.session_minutes());
    transaction.prepare_cached("INSERT INTO challenges VALUES (?1, ?2, ?3, ?4, 0, ?5)")?.execute(params![
        random::digest(&[session]),
        attempt.pool,
        attempt.user,
        serde_json::to_string(attempt)?,
        step.now + minutes * MILLISECONDS_PER_MINUTE,
    ])?;
    Ok(())
}

/// # Errors
/// `NotAuthorizedException`: unknown, used or expired.
pub(crate) fn load(transaction: &rusqlite::Transaction<'_>, session: &str, now: i64) -> Result<Waiting, Refusal> {
    let row = transaction
        .prepare_cached("SELECT attempt, wrong, expires_at FROM challenges WHERE session = ?1")?
        .query_row([random::digest(&[session])], |row| Ok((row.get::<_, String>(0)?, row.get(1)?, row.get::<_, i64>(2)?)))
        .optional()?;
    let Some((attempt, wrong, expires_at)) = row else {
        return Err(Refusal::dead_session());
    };
    if now >= expires_at {
        return Err(Refusal::not_authorized("Invalid session for the user, session is expired."));
    }
    Ok(Waiting { session: session.to_owned(), attempt: serde_json::from_str(&attempt)?, wrong })
}

impl Waiting {
    /// Ends the session: its answer was right, or it is given up.
    pub(crate) fn close(&self, step: &Step<'_>) -> Result<(), Refusal> {
        step.transaction.prepare_cached("DELETE FROM challenges WHERE session = ?1")?.execute([random::digest(&[&self.session])])?;
        Ok(())
    }

    /// Counts a wrong answer, and says how to refuse it: with `refusal`, or, after too many, for good.
    pub(crate) fn count_wrong(&self, step: &Step<'_>, refusal: Refusal) -> Result<Refusal, Refusal> {
        if self.wrong + 1 >= MOST_WRONG {
            self.close(step)?;
            return Ok(Refusal::dead_session());
        }
        step.transaction
            .prepare_cached("UPDATE challenges SET wrong = wrong + 1 WHERE session = ?1")?
            .execute([random::digest(&[&self.session])])?;
        Ok(refusal)
    }
}

/// Replaces what a session expects, without prolonging it: authenticator setup goes through two calls of its own.
pub(crate) fn replace(transaction: &rusqlite::Transaction<'_>, old: &str, new: &str, attempt: &Attempt) -> Result<(), Refusal> {
    transaction.execute(
        "UPDATE challenges SET session = ?2, attempt = ?3 WHERE session = ?1",
        params![random::digest(&[old]), random::digest(&[new]), serde_json::to_string(attempt)?],
    )?;
    Ok(())
}
