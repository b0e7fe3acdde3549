//! Customers' own identity providers, and who has come from them.
//!
//! | access | how |
//! |---|---|
//! | a provider by its id | get `W#<ws>#IDENTITY_PROVIDER#<id>` / `IDENTITY_PROVIDER` |
//! | providers by name | query index 1, `W#<ws>#IDENTITY_PROVIDERS` / `<name>#<id>` |
//! | the provider of a domain | get `W#<ws>#SSO_DOMAIN#<digest>` / `SSO_DOMAIN` |
//! | the workspace of a provider at the identity provider | get `REGISTRY#PROVIDER#<digest>` / `WORKSPACE` |
//! | the member whom a provider means | get `W#<ws>#FEDERATED#<digest of provider and subject>` / `FEDERATED` |
//! | a sign-in on its way | get `W#<ws>#SSO_ATTEMPT#<id>` / `SSO_ATTEMPT`; ended by deleting it once |

mod arrivals;
mod attempts;

use crate::{
    Listed, Page, Store, StoreError,
    audit::Act,
    cursor::List,
    entity::{Entity, Place, Record},
    idempotency::Attempt,
    keys,
    members::digest,
    registry::Entry,
    table::{Condition, TransactionError, Write},
};
use domain::{federation::Admittance, host::HostName, ids::IdentityProviderId, role::Role, title::Title};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use tenancy::{WorkspaceScope, doors};

pub use arrivals::Federated;
pub use attempts::SsoAttempt;

/// Whether people can come from a provider.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ProviderState {
    Active,
    Disabled,
}

/// What a provider speaks, and how it is known.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Protocol {
    Oidc {
        issuer: String,
        client_id: String,
        /// Besides `openid`.
        scopes: Vec<String>,
        /// Whether it knows PKCE with S256.
        pkce: bool,
        /// When its secret was set last.
        #[schema(value_type = String, format = DateTime)]
        secret_set_at: Timestamp,
    },
    Saml {
        entity_id: String,
        /// Where the metadata came from, if not from a file.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        metadata_url: Option<String>,
        /// When the first of its certificates expires.
        #[schema(value_type = String, format = DateTime)]
        certificate_expires_at: Timestamp,
    },
}

/// What the provider calls what we need to know.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Attributes {
    pub email: String,
    pub name: String,
    /// What tells the groups that lead to roles.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub groups: Option<String>,
}

/// A customer's own identity provider. Its secret is at the identity provider, never here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Provider {
    pub id: IdentityProviderId,
    pub name: Title,
    pub state: ProviderState,
    /// Its name at our identity provider.
    pub provider_name: String,
    pub protocol: Protocol,
    pub attributes: Attributes,
    /// The role to which a group leads.
    pub group_roles: BTreeMap<String, Role>,
    #[serde(flatten)]
    pub admittance: Admittance,
    /// By agreement, its sign-ins count like those with a second factor.
    pub second_factor_by_provider: bool,
}

impl Entity for Provider {
    const NAME: &'static str = "IdentityProvider";
}

/// The provider of a domain's people.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DomainBinding {
    pub provider_id: IdentityProviderId,
    /// Whether they may sign in in no other way.
    pub enforced: bool,
}

impl Entity for DomainBinding {
    const NAME: &'static str = "DomainBinding";
}

/// What storing a provider has come to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stored {
    Done,
    /// One of its domains belongs to another provider of the workspace.
    DomainTaken,
}

fn place(scope: &WorkspaceScope, provider: &Provider) -> Place {
    let sort = format!("{}#{}", provider.name.as_str().to_lowercase(), provider.id);
    Place::from(keys::identity_provider(scope, provider.id)).listed(keys::identity_providers(scope), sort)
}

/// The writes that bind exactly the domains of `after`.
fn bindings(scope: &WorkspaceScope, before: Option<&Provider>, after: Option<&Provider>, now: Timestamp) -> Result<Vec<Write>, StoreError> {
    let domains = |provider: Option<&Provider>| provider.map(|provider| provider.admittance.domains.clone()).unwrap_or_default();
    let (old, new) = (domains(before), domains(after));
    let key = |domain: &HostName| keys::sso_domain(scope, &digest(domain.as_str()));
    let mut writes: Vec<Write> = old.difference(&new).map(|domain| Write::Delete(key(domain), Condition::Any)).collect();
    let Some(after) = after else { return Ok(writes) };
    let active = after.state == ProviderState::Active;
    let binding = DomainBinding { provider_id: after.id, enforced: after.admittance.enforced && active };
    for domain in &new {
        let record = Record::new(binding.clone(), now);
        // Those that it had are its own already.
        let write = if old.contains(domain) { record.overwrite(key(domain), now)? } else { record.write(key(domain), now)? };
        writes.push(write);
    }
    Ok(writes)
}

impl Store {
    /// Adds a provider, once per attempt; answers the id of the one that is there now. The registry's entry comes first: without the
    /// provider it leads to nothing.
    ///
    /// # Errors
    /// [`StoreError::KeyReused`], or when the table cannot be written.
    pub async fn create_identity_provider(
        &self,
        scope: &WorkspaceScope,
        provider: &Provider,
        attempt: Option<&Attempt>,
        act: &Act,
        now: Timestamp,
    ) -> Result<(Stored, IdentityProviderId), StoreError> {
        let entry = Entry { workspace: scope.workspace().clone(), id: provider.id.to_string() };
        self.register(keys::registered_provider(&digest(&provider.provider_name)), entry, now).await?;
        let record = Record::new(provider.clone(), now);
        let mut writes = vec![record.write(place(scope, provider), now)?, self.recorded(scope, act, now)?];
        writes.extend(bindings(scope, None, Some(provider), now)?);
        match self.create_once(scope, attempt, provider.id, writes, now).await {
            Ok((id, _)) => Ok((Stored::Done, id)),
            Err(TransactionError::Conditions(_)) => Ok((Stored::DomainTaken, provider.id)),
            Err(TransactionError::Store(error)) => Err(error),
        }
    }

    /// Stores a provider that was read as `before`.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] if it was changed since it was read.
    pub async fn update_identity_provider(
        &self,
        scope: &WorkspaceScope,
        before: &Provider,
        record: &Record<Provider>,
        act: &Act,
        now: Timestamp,
    ) -> Result<Stored, StoreError> {
        let provider = &record.value;
        let mut writes = vec![record.write(place(scope, provider), now)?, self.recorded(scope, act, now)?];
        writes.extend(bindings(scope, Some(before), Some(provider), now)?);
        match self.table.transact(scope, writes).await {
            Ok(()) => Ok(Stored::Done),
            Err(TransactionError::Conditions(failed)) if !failed.contains(&0) => Ok(Stored::DomainTaken),
            Err(error) => Err(error.into()),
        }
    }

    /// Takes a provider away. Those who came from it stay members.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] if it was changed since it was read.
    pub async fn delete_identity_provider(
        &self,
        scope: &WorkspaceScope,
        record: &Record<Provider>,
        act: &Act,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let provider = &record.value;
        let key = keys::identity_provider(scope, provider.id);
        let mut writes = vec![Write::Delete(key, Condition::Version(record.version)), self.recorded(scope, act, now)?];
        writes.extend(bindings(scope, Some(provider), None, now)?);
        self.table.transact(scope, writes).await?;
        self.unregister_identity_provider(&provider.provider_name).await
    }

    /// Forgets whose a provider was.
    ///
    /// # Errors
    /// When the table cannot be written.
    pub async fn unregister_identity_provider(&self, provider_name: &str) -> Result<(), StoreError> {
        self.unregister(keys::registered_provider(&digest(provider_name))).await
    }

    /// A provider.
    ///
    /// # Errors
    /// When the table cannot be read.
    pub async fn identity_provider(&self, scope: &WorkspaceScope, id: IdentityProviderId) -> Result<Option<Record<Provider>>, StoreError> {
        self.table.get(scope, keys::identity_provider(scope, id), true).await?.map(Record::read).transpose()
    }

    /// Providers by name.
    ///
    /// # Errors
    /// [`StoreError::BadCursor`], or when the table cannot be read.
    pub async fn list_identity_providers(&self, scope: &WorkspaceScope, page: &Page) -> Result<Listed<Record<Provider>>, StoreError> {
        let key_of = |scope: &WorkspaceScope, sort: &str| Some(keys::identity_provider(scope, sort.rsplit('#').next()?.parse().ok()?));
        let index = List::indexed("identity-providers", keys::identity_providers(scope), key_of);
        self.listed(scope, index, page).await
    }

    /// The provider from which people of a domain come.
    ///
    /// # Errors
    /// When the table cannot be read.
    pub async fn provider_of_domain(&self, scope: &WorkspaceScope, domain: &HostName) -> Result<Option<DomainBinding>, StoreError> {
        let item = self.table.get(scope, keys::sso_domain(scope, &digest(domain.as_str())), false).await?;
        Ok(item.map(Record::<DomainBinding>::read).transpose()?.map(|record| record.value))
    }

    /// The provider from which our identity provider says that somebody has come, and the scope that the registry proves.
    ///
    /// # Errors
    /// When the table cannot be read.
    pub async fn registered_identity_provider(
        &self,
        provider_name: &str,
    ) -> Result<Option<(WorkspaceScope, Record<Provider>)>, StoreError> {
        let Some(entry) = self.registered(keys::registered_provider(&digest(provider_name))).await? else { return Ok(None) };
        let scope = doors::registry_entry(entry.workspace);
        let corrupt = |reason| StoreError::Corrupt { entity: Entry::NAME, reason: format!("{reason}") };
        let provider = self.identity_provider(&scope, entry.id.parse().map_err(corrupt)?).await?;
        Ok(provider.filter(|provider| provider.value.provider_name == provider_name).map(|provider| (scope, provider)))
    }
}
