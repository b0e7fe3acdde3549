//! The one-time code by e-mail: eight digits, good once, while its session lasts.

use serde_json::json;

use super::attempt::{self, Attempt, Expects, Waiting};
use super::code_mail::CodeMail;
use super::level::Shown;
use super::step::{Outcome, Step};
use super::{code_mail, next};
use crate::random;
use crate::refusal::Refusal;
use crate::request::{TextMap, required};
use crate::users::{Status, User, store};

const DIGITS: usize = 8;

/// Makes a code and the mail that brings it. For nobody, and for a disabled user, the code is made all the same, kept
/// in the same way, and never sent.
pub(crate) fn send(step: &Step<'_>, mut attempt: Attempt, user: Option<&User>) -> Result<Outcome, Refusal> {
    let session = random::token()?;
    let code = random::text(b"0123456789", DIGITS)?;
    attempt.expects = Expects::EmailCode { digest: random::digest(&[&session, &code]) };
    let email = user.filter(|user| user.enabled).and_then(|user| user.attributes.get("email"));
    if email.is_none() {
        attempt.user = None;
    }
    attempt::keep(step, &session, &attempt)?;
    let destination = email.map_or_else(|| code_mail::masked_for_nobody(&attempt.pool, &attempt.typed), |email| code_mail::masked(email));
    Ok(Outcome::Challenge {
        reply: json!({
            "ChallengeName": attempt.expects.name(),
            "Session": session,
            "ChallengeParameters": {
                "CODE_DELIVERY_DELIVERY_MEDIUM": "EMAIL",
                "CODE_DELIVERY_DESTINATION": destination,
            },
        }),
        mail: user.zip(email).map(|(user, email)| {
            let (pool, client_id) = (step.pool.clone(), step.client.id.clone());
            Box::new(CodeMail { pool, client_id, user: user.clone(), to: email.clone(), code })
        }),
    })
}

/// Checks the code. A right one confirms the user and verifies the address.
///
/// The inner error is an answer that was counted, so what was written stays.
pub(crate) fn answer(
    step: &Step<'_>,
    waiting: &Waiting,
    user: Option<User>,
    digest: [u8; 32],
    responses: &TextMap,
) -> Result<Result<Outcome, Refusal>, Refusal> {
    let code = required(responses, "EMAIL_OTP_CODE")?;
    let right = random::equal(&random::digest(&[&waiting.session, code]), &digest);
    let Some(mut user) = user.filter(|_| right) else {
        let mismatch = Refusal::new("CodeMismatchException", "Invalid code or auth state for the user.");
        return waiting.count_wrong(step, mismatch).map(Err);
    };
    waiting.close(step)?;
    if !user.enabled {
        return Ok(Err(Refusal::user_disabled()));
    }
    // MFA may have been switched on since the code was sent: it excludes this factor.
    if user.mfa_active(&step.pool) {
        return Ok(Err(Refusal::dead_session()));
    }
    user.status = Status::Confirmed;
    user.attributes.insert("email_verified".to_owned(), "true".to_owned());
    store::save(step.transaction, &mut user, step.now)?;
    let mut attempt = waiting.attempt.clone();
    attempt.shown.push(Shown::EmailOtp);
    next::tokens(step, &attempt, user).map(Ok)
}

#[cfg(test)]
mod tests;
