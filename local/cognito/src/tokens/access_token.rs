//! Access tokens as they come back: a user calls for themselves.

use jsonwebtoken::{Algorithm, Validation, decode, decode_header};
use rusqlite::Transaction;
use serde::Deserialize;

use super::refresh;
use super::session::SELF_SERVICE_SCOPE;
use crate::refusal::Refusal;
use crate::service::Service;
use crate::users::{User, store};

/// What a verified access token says.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Bearer {
    #[serde(skip)]
    pub(crate) pool: String,
    sub: String,
    pub(crate) client_id: String,
    token_use: String,
    #[serde(default)]
    scope: String,
    exp: i64,
    #[serde(default)]
    origin_jti: String,
}

/// Verifies signature, issuer, use, age and scope. Whether it was revoked, `owner` knows.
///
/// # Errors
/// `NotAuthorizedException`.
pub(crate) fn verify(service: &Service, token: &str) -> Result<Bearer, Refusal> {
    let invalid = || Refusal::not_authorized("Invalid Access Token");
    let kid = decode_header(token).ok().and_then(|header| header.kid).ok_or_else(invalid)?;
    // Only access keys are looked at: an ID token is not one.
    let (pool, keys) = service.keys.of_access_key(&kid).ok_or_else(invalid)?;
    let mut validation = Validation::new(Algorithm::RS256);
    // The time is the provider's, not the machine's, so `exp` is compared below.
    validation.validate_exp = false;
    validation.set_required_spec_claims(&["iss"]);
    validation.set_issuer(&[service.options.issuer(&pool)]);
    validation.validate_aud = false;
    let mut bearer = decode::<Bearer>(token, &keys.access.decoding, &validation).map_err(|_| invalid())?.claims;
    if bearer.token_use != "access" {
        return Err(invalid());
    }
    if service.options.now() >= bearer.exp.saturating_mul(1000) {
        return Err(Refusal::not_authorized("Access Token has expired"));
    }
    if !bearer.scope.split(' ').any(|scope| scope == SELF_SERVICE_SCOPE) {
        return Err(Refusal::not_authorized("Access Token does not have required scopes"));
    }
    bearer.pool = pool;
    Ok(bearer)
}

impl Bearer {
    /// The user, whose session must still be alive.
    ///
    /// # Errors
    /// `NotAuthorizedException` or `UserNotFoundException`.
    pub(crate) fn owner(&self, transaction: &Transaction<'_>) -> Result<User, Refusal> {
        let user = store::by_sub(transaction, &self.pool, &self.sub)?.ok_or_else(Refusal::user_not_found)?;
        if !user.enabled {
            return Err(Refusal::user_disabled());
        }
        if !refresh::is_alive(transaction, &self.origin_jti)? {
            return Err(Refusal::not_authorized("Access Token has been revoked"));
        }
        Ok(user)
    }
}

#[cfg(test)]
mod tests;
