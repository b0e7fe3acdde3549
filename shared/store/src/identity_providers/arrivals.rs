//! Who has come from a provider: the person is `(workspace, provider, subject)`, whatever the address says.

use crate::{
    Store, StoreError,
    audit::Act,
    entity::{Entity, Record},
    keys,
    members::{self, Member, digest},
    table::TransactionError,
};
use domain::ids::{IdentityProviderId, MemberId};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use tenancy::WorkspaceScope;

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

impl Store {
    /// The member whom a provider means.
    ///
    /// # Errors
    /// When the table cannot be read.
    pub async fn federated_member(
        &self,
        scope: &WorkspaceScope,
        provider: IdentityProviderId,
        subject: &str,
    ) -> Result<Option<MemberId>, StoreError> {
        let item = self.table.get(scope, keys::federated(scope, &subject_digest(provider, subject)), true).await?;
        Ok(item.map(Record::<Federated>::read).transpose()?.map(|record| record.value.member_id))
    }

    /// Notes for good whom a provider means by a subject.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] if it is known already.
    pub async fn link_member(
        &self,
        scope: &WorkspaceScope,
        link: Federated,
        subject: &str,
        act: &Act,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let key = keys::federated(scope, &subject_digest(link.provider_id, subject));
        let writes = vec![Record::new(link, now).write(key, now)?, self.recorded(scope, act, now)?];
        Ok(self.table.transact(scope, writes).await?)
    }

    /// Makes a member of somebody whom a provider has sent. `false` if the address or the subject is a member's by now.
    ///
    /// # Errors
    /// When the table cannot be written.
    pub async fn admit_member(
        &self,
        scope: &WorkspaceScope,
        member: &Member,
        provider: IdentityProviderId,
        subject: &str,
        act: &Act,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let link = Federated { provider_id: provider, member_id: member.id };
        let mut writes = members::new_member(scope, member, now)?;
        writes.push(Record::new(link, now).write(keys::federated(scope, &subject_digest(provider, subject)), now)?);
        writes.push(self.recorded(scope, act, now)?);
        match self.table.transact(scope, writes).await {
            Ok(()) => Ok(true),
            Err(TransactionError::Conditions(_)) => Ok(false),
            Err(error) => Err(error.into()),
        }
    }
}
