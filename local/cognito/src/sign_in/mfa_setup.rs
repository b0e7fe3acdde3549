//! Setting up an authenticator app in the middle of a sign-in, in a pool where MFA is required.

use rusqlite::Transaction;

use super::attempt::{self, Attempt, Expects, Waiting};
use super::level::Shown;
use super::next;
use super::step::{Outcome, Step};
use crate::random;
use crate::refusal::Refusal;
use crate::users::{User, store, totp};

/// Gives the attempt a secret, and a new session. Returns both, the secret as text.
pub(crate) fn associate(transaction: &Transaction<'_>, session: &str, now: i64) -> Result<(String, String), Refusal> {
    let mut attempt = in_setup(transaction, session, now)?;
    let secret = totp::new_secret()?;
    let text = totp::as_text(&secret);
    attempt.expects = Expects::AppSetup { secret: Some(secret), verified: false };
    let next = random::token()?;
    attempt::replace(transaction, session, &next, &attempt)?;
    Ok((text, next))
}

/// Takes the app's first code, and gives a new session.
///
/// # Errors
/// `EnableSoftwareTokenMFAException` for a wrong code; the inner error was counted.
pub(crate) fn verify(transaction: &Transaction<'_>, session: &str, code: &str, now: i64) -> Result<String, Refusal> {
    let mut attempt = in_setup(transaction, session, now)?;
    let Expects::AppSetup { secret: Some(secret), .. } = attempt.expects else {
        return Err(Refusal::new(
            "SoftwareTokenMFANotFoundException",
            "Software token TOTP multi-factor authentication is not enabled for the user.",
        ));
    };
    totp::step_of(&secret, code, now).ok_or_else(wrong_code)?;
    attempt.expects = Expects::AppSetup { secret: Some(secret), verified: true };
    let next = random::token()?;
    attempt::replace(transaction, session, &next, &attempt)?;
    Ok(next)
}

pub(crate) fn wrong_code() -> Refusal {
    Refusal::new("EnableSoftwareTokenMFAException", "Code mismatch and fail enable Software Token MFA")
}

fn in_setup(transaction: &Transaction<'_>, session: &str, now: i64) -> Result<Attempt, Refusal> {
    let waiting = attempt::load(transaction, session, now)?;
    match waiting.attempt.expects {
        Expects::AppSetup { .. } => Ok(waiting.attempt),
        _ => Err(Refusal::dead_session()),
    }
}

/// The answer to `MFA_SETUP`: the app becomes the user's, and the sign-in is complete.
pub(crate) fn answer(
    step: &Step<'_>,
    waiting: &Waiting,
    mut user: User,
    secret: Option<&[u8]>,
    verified: bool,
) -> Result<Outcome, Refusal> {
    let Some(secret) = secret.filter(|_| verified) else {
        return Err(Refusal::invalid_parameter("The software token has not been verified in this session"));
    };
    waiting.close(step)?;
    user.totp.secret = Some(secret.to_vec());
    user.totp.pending = None;
    user.mfa_enabled = true;
    user.mfa_preferred = true;
    store::save(step.transaction, &mut user, step.now)?;
    let mut attempt = waiting.attempt.clone();
    attempt.shown.push(Shown::Totp);
    next::tokens(step, &attempt, user)
}

#[cfg(test)]
mod tests;
