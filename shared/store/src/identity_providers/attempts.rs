//! Sign-ins that are on their way through a customer's provider.

use crate::{
    Store, StoreError,
    entity::{Entity, Place, Record},
    keys,
    table::{Condition, Write},
};
use domain::ids::{IdentityProviderId, SignInId};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::fmt;
use tenancy::WorkspaceScope;

/// A browser that has been sent to a provider and has not come back yet.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SsoAttempt {
    pub id: SignInId,
    pub provider_id: IdentityProviderId,
    /// What proves that whoever exchanges the code is who asked for it (RFC 7636 §4.1).
    pub verifier: String,
    /// The path of the portal to which the browser goes in the end.
    pub return_to: String,
    pub valid_until: Timestamp,
}

impl fmt::Debug for SsoAttempt {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("SsoAttempt").field("id", &self.id).field("provider_id", &self.provider_id).finish_non_exhaustive()
    }
}

impl Entity for SsoAttempt {
    const NAME: &'static str = "SsoAttempt";
}

impl Store {
    /// Notes a new attempt.
    ///
    /// # Errors
    /// When the table cannot be written.
    pub async fn put_sso_attempt(&self, scope: &WorkspaceScope, attempt: SsoAttempt, now: Timestamp) -> Result<(), StoreError> {
        let place = Place::from(keys::sso_attempt(scope, attempt.id)).expires(attempt.valid_until);
        self.table.write(scope, Record::new(attempt, now).write(place, now)?).await
    }

    /// Ends an attempt and answers it, once: whoever comes second finds none.
    ///
    /// # Errors
    /// When the table cannot be written.
    pub async fn take_sso_attempt(&self, scope: &WorkspaceScope, id: SignInId, now: Timestamp) -> Result<Option<SsoAttempt>, StoreError> {
        let key = keys::sso_attempt(scope, id);
        let Some(item) = self.table.get(scope, key.clone(), true).await? else { return Ok(None) };
        let attempt: Record<SsoAttempt> = Record::read(item)?;
        match self.table.write(scope, Write::Delete(key, Condition::Version(attempt.version))).await {
            Ok(()) => Ok(Some(attempt.value).filter(|attempt| attempt.valid_until > now)),
            Err(StoreError::Conflict) => Ok(None),
            Err(error) => Err(error),
        }
    }
}
