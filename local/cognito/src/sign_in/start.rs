//! The first call of a sign-in: `USER_AUTH`.

use rusqlite::Transaction;
use serde_json::json;

use super::attempt::{self, Attempt, Expects};
use super::step::{Outcome, Step};
use super::{email_code, level, next, password};
use crate::clients;
use crate::pools;
use crate::pools::factor::{FIRST_FACTOR_NAMES, FirstFactor};
use crate::random;
use crate::refusal::Refusal;
use crate::request::{TextMap, required};
use crate::users::{User, store};

/// Who starts, through which client.
pub(crate) struct Start {
    pub(crate) client: String,
    pub(crate) parameters: TextMap,
}

/// The client, and the pool that it belongs to.
///
/// # Errors
/// `ResourceNotFoundException`.
pub(crate) fn step<'a>(transaction: &'a Transaction<'a>, client: &str, now: i64) -> Result<Step<'a>, Refusal> {
    let client = clients::store::find(transaction, client)?;
    Ok(Step { transaction, pool: pools::store::find(transaction, &client.pool)?, client, now })
}

pub(crate) fn user_auth(step: &Step<'_>, start: &Start) -> Result<Outcome, Refusal> {
    let parameters = &start.parameters;
    if !step.client.settings.allows_flow("USER_AUTH") {
        return Err(Refusal::invalid_parameter("USER_AUTH flow not enabled for this client"));
    }
    let typed = required(parameters, "USERNAME")?;
    let hash = parameters.get("SECRET_HASH").map(String::as_str);
    step.client.check_secret_hash(&[typed], hash)?;
    if parameters.contains_key("ACCESS_TOKEN") {
        return Err(Refusal::invalid_parameter("Stepping up from an ACCESS_TOKEN is not supported by the local identity provider"));
    }
    let wants_app = match parameters.get("TARGET_ACR_VALUES") {
        Some(targets) => level::wants_app(targets)?,
        None => false,
    };
    let preferred = parameters.get("PREFERRED_CHALLENGE").map(String::as_str);
    if let Some(name) = preferred
        && !FIRST_FACTOR_NAMES.contains(&name)
        && name != "PASSWORD_SRP"
    {
        return Err(Refusal::invalid_parameter(format!("{name} is not a PREFERRED_CHALLENGE")));
    }
    let user = store::find(step.transaction, &step.pool, typed)?;
    if !step.client.settings.hides_existence() {
        let user = user.as_ref().ok_or_else(Refusal::user_not_found)?;
        if !user.enabled {
            return Err(Refusal::user_disabled());
        }
    }
    let attempt = Attempt {
        pool: step.pool.id.clone(),
        client: step.client.id.clone(),
        typed: typed.to_owned(),
        user: user.as_ref().map(|user| user.key.clone()),
        shown: Vec::new(),
        wants_app,
        new_password: false,
        expects: Expects::Password,
    };
    let given = parameters.get("PASSWORD").map(String::as_str);
    let factor = preferred.and_then(FirstFactor::from_name);
    begin(step, attempt, user, factor, given)
}

/// Starts with `factor` if the user has it, and offers the choice otherwise.
fn begin(
    step: &Step<'_>,
    attempt: Attempt,
    user: Option<User>,
    factor: Option<FirstFactor>,
    given: Option<&str>,
) -> Result<Outcome, Refusal> {
    let available = offered(step, user.as_ref());
    match factor {
        // Offered to everyone: whether a user has a password is not told before it is known.
        Some(FirstFactor::Password) if step.pool.settings.allows(FirstFactor::Password) => first_password(step, attempt, user, given),
        Some(FirstFactor::EmailOtp) if available.contains(&FirstFactor::EmailOtp) => email_code::send(step, attempt, user.as_ref()),
        _ if available.is_empty() => Err(Refusal::wrong_password()),
        _ => choice(step, attempt, available),
    }
}

/// What the user can start with. Nobody, and a disabled user, look like a user without a password.
fn offered(step: &Step<'_>, user: Option<&User>) -> Vec<FirstFactor> {
    match user {
        Some(user) if user.enabled => user.first_factors(&step.pool),
        _ if step.pool.settings.allows(FirstFactor::EmailOtp) => vec![FirstFactor::EmailOtp],
        _ => vec![FirstFactor::Password],
    }
}

fn choice(step: &Step<'_>, mut attempt: Attempt, available: Vec<FirstFactor>) -> Result<Outcome, Refusal> {
    let session = random::token()?;
    attempt.expects = Expects::Choice(available.clone());
    attempt::keep(step, &session, &attempt)?;
    Ok(Outcome::Challenge {
        reply: json!({
            "ChallengeName": attempt.expects.name(),
            "Session": session,
            "AvailableChallenges": available,
            "ChallengeParameters": {},
        }),
        mail: None,
    })
}

fn first_password(step: &Step<'_>, mut attempt: Attempt, user: Option<User>, given: Option<&str>) -> Result<Outcome, Refusal> {
    if let Some(given) = given {
        let user = password::check(step, user, given)?;
        return next::after_password(step, attempt, user);
    }
    let session = random::token()?;
    attempt.expects = Expects::Password;
    attempt::keep(step, &session, &attempt)?;
    Ok(Outcome::Challenge {
        reply: json!({
            "ChallengeName": attempt.expects.name(),
            "Session": session,
            "ChallengeParameters": {},
        }),
        mail: None,
    })
}

/// The answer to `SELECT_CHALLENGE`: `ANSWER` names a factor, whose own parameters may come along.
///
/// # Errors
/// `InvalidParameterException` for a factor that was not offered.
pub(crate) fn choose(
    step: &Step<'_>,
    attempt: Attempt,
    user: Option<User>,
    available: &[FirstFactor],
    responses: &TextMap,
) -> Result<Outcome, Refusal> {
    let answer = required(responses, "ANSWER")?;
    let factor = FirstFactor::from_name(answer)
        .filter(|factor| available.contains(factor))
        .ok_or_else(|| Refusal::invalid_parameter(format!("{answer} is not among the available challenges")))?;
    let given = responses.get("PASSWORD").map(String::as_str);
    begin(step, attempt, user, Some(factor), given)
}

#[cfg(test)]
mod tests;
