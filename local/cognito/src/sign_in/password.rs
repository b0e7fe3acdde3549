//! The password as a factor.

use super::step::Step;
use crate::refusal::Refusal;
use crate::users::{User, password};

/// Checks a password, with the same work for nobody.
///
/// # Errors
/// `NotAuthorizedException`. That a user is disabled, or a temporary password over, is told only to whoever knows it.
pub(crate) fn check(step: &Step<'_>, user: Option<User>, given: &str) -> Result<User, Refusal> {
    let kept = user.as_ref().and_then(|user| user.password.as_deref());
    let right = password::matches(kept, given);
    let user = user.filter(|_| right).ok_or_else(Refusal::wrong_password)?;
    if !user.enabled {
        return Err(Refusal::user_disabled());
    }
    if user.temporary_until.is_some_and(|until| step.now >= until) {
        return Err(Refusal::not_authorized("Temporary password has expired and must be reset by an administrator."));
    }
    Ok(user)
}

#[cfg(test)]
mod tests;
