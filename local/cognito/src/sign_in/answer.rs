//! The calls after the first: answers to challenges.

use super::attempt::{self, Attempt, Expects, Waiting};
use super::level::Shown;
use super::step::{Outcome, Step};
use super::{email_code, mfa_setup, new_password, next, password, start};
use crate::refusal::Refusal;
use crate::request::{TextMap, required};
use crate::users::{User, store, totp};

/// An answer as it arrived.
pub(crate) struct Answer {
    pub(crate) client: String,
    pub(crate) challenge: String,
    pub(crate) session: String,
    pub(crate) responses: TextMap,
}

/// Checks an answer. The outer error undoes everything; the inner one is a refusal that was counted.
pub(crate) fn check(step: &Step<'_>, answer: &Answer) -> Result<Result<Outcome, Refusal>, Refusal> {
    let responses = &answer.responses;
    let name = required(responses, "USERNAME")?;
    let hash = responses.get("SECRET_HASH").map(String::as_str);
    let waiting = attempt::load(step.transaction, &answer.session, step.now)?;
    let attempt = &waiting.attempt;
    let user = user_of(step, attempt)?;
    step.client.check_secret_hash(&[name], hash)?;
    let fits =
        attempt.client == step.client.id && attempt.expects.name() == answer.challenge && is_same(step, attempt, user.as_ref(), name);
    if !fits {
        return Err(Refusal::dead_session());
    }
    match &attempt.expects {
        Expects::Choice(available) => {
            waiting.close(step)?;
            let outcome = start::choose(step, attempt.clone(), user, available, responses);
            wrong_password_counts(outcome)
        }
        Expects::EmailCode { digest } => email_code::answer(step, &waiting, user, *digest, responses),
        Expects::Password => password_answer(step, &waiting, user, responses),
        Expects::NewPassword => new_password::answer(step, &waiting, present(user)?, responses).map(Ok),
        Expects::AppCode => app_code(step, &waiting, present(user)?, responses),
        Expects::AppSetup { secret, verified } => mfa_setup::answer(step, &waiting, present(user)?, secret.as_deref(), *verified).map(Ok),
    }
}

fn user_of(step: &Step<'_>, attempt: &Attempt) -> Result<Option<User>, Refusal> {
    match &attempt.user {
        Some(key) => store::by_key(step.transaction, &attempt.pool, key),
        None => Ok(None),
    }
}

/// Past the password there is a user, and it must still be an enabled one.
fn present(user: Option<User>) -> Result<User, Refusal> {
    let user = user.ok_or_else(Refusal::dead_session)?;
    if user.enabled { Ok(user) } else { Err(Refusal::user_disabled()) }
}

/// Whether `name` means whoever started: the name typed then, the username or the `sub`.
fn is_same(step: &Step<'_>, attempt: &Attempt, user: Option<&User>, name: &str) -> bool {
    name == attempt.typed
        || user.map_or_else(
            || step.pool.user_key(name) == step.pool.user_key(&attempt.typed),
            |user| step.pool.user_key(name) == user.key || name == user.sub,
        )
}

/// A wrong password ends the choice that it was sent with: its session is closed either way.
fn wrong_password_counts(outcome: Result<Outcome, Refusal>) -> Result<Result<Outcome, Refusal>, Refusal> {
    match outcome {
        Err(refusal) if refusal.kind() == "NotAuthorizedException" => Ok(Err(refusal)),
        other => other.map(Ok),
    }
}

fn password_answer(
    step: &Step<'_>,
    waiting: &Waiting,
    user: Option<User>,
    responses: &TextMap,
) -> Result<Result<Outcome, Refusal>, Refusal> {
    match password::check(step, user, required(responses, "PASSWORD")?) {
        Ok(user) => {
            waiting.close(step)?;
            next::after_password(step, waiting.attempt.clone(), user).map(Ok)
        }
        Err(refusal) => waiting.count_wrong(step, refusal).map(Err),
    }
}

fn app_code(step: &Step<'_>, waiting: &Waiting, mut user: User, responses: &TextMap) -> Result<Result<Outcome, Refusal>, Refusal> {
    let code = required(responses, "SOFTWARE_TOKEN_MFA_CODE")?;
    let accepted = totp::accept(&mut user.totp, code, step.now);
    let refusal = match accepted {
        Ok(Some(())) => {
            waiting.close(step)?;
            store::save(step.transaction, &mut user, step.now)?;
            let mut attempt = waiting.attempt.clone();
            attempt.shown.push(Shown::Totp);
            return next::tokens(step, &attempt, user).map(Ok);
        }
        Ok(None) => Refusal::new("CodeMismatchException", "Invalid code received for user"),
        Err(refusal) => refusal,
    };
    waiting.count_wrong(step, refusal).map(Err)
}
