//! Sign-ins that are on their way through a customer's provider.

use crate::{
    ids::{IdentityProviderId, SignInId},
    keys,
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::fmt;
use table::{Condition, Entity, Place, Record, TableError, Tenant, Write, audit::Act};
use trellis_core::{ids::MemberId, personal::NotPersonal};

/// A browser that has been sent to a provider and has not come back yet.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SsoAttempt {
    pub id: SignInId,
    pub provider_id: IdentityProviderId,
    /// What proves that whoever exchanges the code is who asked for it (RFC 7636 §4.1).
    pub verifier: NotPersonal<String>,
    /// The path of the portal to which the browser goes in the end.
    pub return_to: NotPersonal<String>,
    /// The administrator who only wants to see what would happen: then it signs nobody in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tester: Option<MemberId>,
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

/// Notes a new attempt, with the act that began it if it is somebody's.
///
/// # Errors
/// When the table cannot be written.
pub async fn put_sso_attempt(tenant: &Tenant, attempt: SsoAttempt, act: Option<&Act>) -> Result<(), TableError> {
    let place = Place::from(keys::sso_attempt(tenant.scope(), attempt.id)).expires(attempt.valid_until);
    let mut writes = vec![Record::new(attempt, tenant.now()).write(place, tenant.now())?];
    writes.extend(act.map(|act| tenant.recorded(act)).transpose()?);
    tenant.write_together(writes).await
}

/// Ends an attempt and answers it, once: whoever comes second finds none.
///
/// # Errors
/// When the table cannot be written.
pub async fn take_sso_attempt(tenant: &Tenant, id: SignInId) -> Result<Option<SsoAttempt>, TableError> {
    let key = keys::sso_attempt(tenant.scope(), id);
    let Some(item) = tenant.get(key.clone(), true).await? else { return Ok(None) };
    let attempt: Record<SsoAttempt> = Record::read(item)?;
    match tenant.write(Write::Delete(key, Condition::Version(attempt.version))).await {
        Ok(()) => Ok(Some(attempt.value).filter(|attempt| attempt.valid_until > tenant.now())),
        Err(TableError::Conflict) => Ok(None),
        Err(error) => Err(error),
    }
}
