//! Who has come from a provider: the person is `(workspace, provider, subject)`, whatever the address says.

use crate::{ids::IdentityProviderId, keys};
use people_model::members::{self, Member};
use serde::{Deserialize, Serialize};
use table::{Entity, Record, TableError, Tenant, TransactionError, audit::Act, digest};
use trellis_core::ids::MemberId;

/// The member whom a provider means by a subject.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Federated {
    pub provider_id: IdentityProviderId,
    pub member_id: MemberId,
}

impl Entity for Federated {
    const NAME: &'static str = "Federated";
}

fn subject_digest(provider: IdentityProviderId, subject: &str) -> String {
    digest(&format!("{provider}\n{subject}"))
}

/// The member whom a provider means.
///
/// # Errors
/// When the table cannot be read.
pub async fn federated_member(tenant: &Tenant, provider: IdentityProviderId, subject: &str) -> Result<Option<MemberId>, TableError> {
    let item = tenant.get(keys::federated(tenant.scope(), &subject_digest(provider, subject)), true).await?;
    Ok(item.map(Record::<Federated>::read).transpose()?.map(|record| record.value.member_id))
}

/// Notes for good whom a provider means by a subject.
///
/// # Errors
/// [`TableError::Conflict`] if it is known already.
pub async fn link_member(tenant: &Tenant, link: Federated, subject: &str, act: &Act) -> Result<(), TableError> {
    let key = keys::federated(tenant.scope(), &subject_digest(link.provider_id, subject));
    let writes = vec![Record::new(link, tenant.now()).write(key, tenant.now())?, tenant.recorded(act)?];
    Ok(tenant.transact(writes).await?)
}

/// Makes a member of somebody whom a provider has sent. `false` if the address or the subject is a member's by now.
///
/// # Errors
/// When the table cannot be written.
pub async fn admit_member(
    tenant: &Tenant,
    member: &Member,
    provider: IdentityProviderId,
    subject: &str,
    act: &Act,
) -> Result<bool, TableError> {
    let link = Federated { provider_id: provider, member_id: member.id };
    let mut writes = members::new_member(tenant, member)?;
    writes.push(Record::new(link, tenant.now()).write(keys::federated(tenant.scope(), &subject_digest(provider, subject)), tenant.now())?);
    writes.push(tenant.recorded(act)?);
    match tenant.transact(writes).await {
        Ok(()) => Ok(true),
        Err(TransactionError::Conditions(_)) => Ok(false),
        Err(error) => Err(error.into()),
    }
}
