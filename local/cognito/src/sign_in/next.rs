//! What follows a factor: a further challenge, or tokens.

use serde_json::{Value, json};

use super::attempt::{self, Attempt, Expects};
use super::level::{self, Shown};
use super::step::{Outcome, SignIn, Step};
use crate::pools::settings::MfaConfiguration;
use crate::random;
use crate::refusal::Refusal;
use crate::tokens::session::Session;
use crate::users::{SOFTWARE_TOKEN_MFA, User};

/// After a right password: a temporary one must be replaced first.
pub(crate) fn after_password(step: &Step<'_>, mut attempt: Attempt, user: User) -> Result<Outcome, Refusal> {
    attempt.shown = vec![Shown::Password];
    if user.temporary_until.is_some() {
        let attributes: Value = user.attributes.clone().into_iter().collect();
        let parameters = json!({
            "USER_ID_FOR_SRP": user.username,
            "requiredAttributes": "[]",
            "userAttributes": attributes.to_string(),
        });
        return challenge(step, attempt, Expects::NewPassword, &parameters);
    }
    after_lasting_password(step, attempt, user)
}

/// After a password that is the user's own: the authenticator app, if there is one or must be one.
pub(crate) fn after_lasting_password(step: &Step<'_>, attempt: Attempt, user: User) -> Result<Outcome, Refusal> {
    let has_app = user.totp.secret.is_some();
    let wanted = attempt.wants_app && has_app && step.pool.mfa() != MfaConfiguration::Off;
    if user.mfa_active(&step.pool) || wanted {
        let parameters = json!({ "USER_ID_FOR_SRP": user.username });
        return challenge(step, attempt, Expects::AppCode, &parameters);
    }
    if step.pool.mfa() == MfaConfiguration::On {
        let parameters = json!({
            "USER_ID_FOR_SRP": user.username,
            "MFAS_CAN_SETUP": json!([SOFTWARE_TOKEN_MFA]).to_string(),
        });
        let setup = Expects::AppSetup { secret: None, verified: false };
        return challenge(step, attempt, setup, &parameters);
    }
    tokens(step, &attempt, user)
}

fn challenge(step: &Step<'_>, mut attempt: Attempt, expects: Expects, parameters: &Value) -> Result<Outcome, Refusal> {
    let session = random::token()?;
    attempt.expects = expects;
    attempt::keep(step, &session, &attempt)?;
    Ok(Outcome::Challenge {
        reply: json!({
            "ChallengeName": attempt.expects.name(),
            "Session": session,
            "ChallengeParameters": parameters,
        }),
        mail: None,
    })
}

/// All factors are there.
pub(crate) fn tokens(step: &Step<'_>, attempt: &Attempt, user: User) -> Result<Outcome, Refusal> {
    let source = if attempt.new_password { "TokenGeneration_NewPasswordChallenge" } else { "TokenGeneration_Authentication" };
    Ok(Outcome::SignedIn(Box::new(SignIn {
        session: Session::begin(step.now, level::acr(&attempt.shown), level::amr(&attempt.shown)),
        pool: step.pool.clone(),
        client: step.client.clone(),
        user,
        source,
    })))
}
