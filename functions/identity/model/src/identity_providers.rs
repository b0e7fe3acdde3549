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
//! | what a test sign-in has shown | get `W#<ws>#SSO_TEST#<id>` / `SSO_TEST` |

pub mod arrivals;
pub mod attempts;
pub mod test_sign_ins;

use crate::{federation::Admittance, ids::IdentityProviderId, keys};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use table::{
    Condition, Entity, List, Listed, Operation, Page, Place, Record, TableError, Tenant, TransactionError, Write, audit::Act, digest,
    idempotency::Attempt, registry::Entry,
};
use tenancy::{WorkspaceScope, doors};
use trellis_core::{bounded::Letters, folding::order_key, host::HostName, personal::NotPersonal, role::Role, title::Title};

pub use arrivals::Federated;
pub use attempts::SsoAttempt;
pub use test_sign_ins::{Said, TestOutcome, TestReason, TestSignIn, WouldBe};

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

trellis_core::text!(
    /// What a provider calls a claim or an attribute.
    pub AttributeName, 1..=256, Letters::Line
);

/// What the provider calls what we need to know.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Attributes {
    pub email: AttributeName,
    pub name: AttributeName,
    /// What tells the groups that lead to roles.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub groups: Option<AttributeName>,
}

/// A customer's own identity provider. Its secret is at the identity provider, never here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Provider {
    pub id: IdentityProviderId,
    pub name: NotPersonal<Title>,
    pub state: ProviderState,
    /// Its name at our identity provider.
    pub provider_name: NotPersonal<String>,
    pub protocol: NotPersonal<Protocol>,
    pub attributes: NotPersonal<Attributes>,
    /// The role to which a group leads.
    pub group_roles: NotPersonal<BTreeMap<String, Role>>,
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
    /// The workspace has as many providers as it may.
    Full,
}

fn place(scope: &WorkspaceScope, provider: &Provider) -> Place {
    let sort = format!("{}#{}", order_key(provider.name.as_str()), provider.id);
    Place::from(keys::identity_provider(scope, provider.id)).listed(keys::identity_providers(scope), sort)
}

/// The writes that bind exactly the domains of `after`.
fn bindings(scope: &WorkspaceScope, before: Option<&Provider>, after: Option<&Provider>, now: Timestamp) -> Result<Vec<Write>, TableError> {
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

/// Adds a provider, once per attempt; answers the id of the one that is there now. The registry's entry comes first: without the
/// provider it leads to nothing.
///
/// # Errors
/// [`TableError::KeyReused`], or when the table cannot be written.
pub async fn create_identity_provider(
    tenant: &Tenant,
    provider: &Provider,
    attempt: Option<&Attempt>,
    act: &Act,
) -> Result<(Stored, IdentityProviderId), TableError> {
    let entry = Entry { workspace: tenant.scope().workspace().clone(), id: provider.id.to_string() };
    tenant.operation().table().register(keys::registered_provider(&digest(&provider.provider_name)), entry, tenant.now()).await?;
    let record = Record::new(provider.clone(), tenant.now());
    let more = tenant.one_more(keys::limited_identity_providers(tenant.scope()));
    let mut writes = vec![more, record.write(place(tenant.scope(), provider), tenant.now())?, tenant.recorded(act)?];
    writes.extend(bindings(tenant.scope(), None, Some(provider), tenant.now())?);
    match tenant.create_once(attempt, provider.id, writes).await {
        Ok((id, _)) => Ok((Stored::Done, id)),
        Err(TransactionError::Conditions(failed)) if failed.contains(&0) => Ok((Stored::Full, provider.id)),
        Err(TransactionError::Conditions(_)) => Ok((Stored::DomainTaken, provider.id)),
        Err(TransactionError::Table(error)) => Err(error),
    }
}

/// Stores a provider that was read as `before`.
///
/// # Errors
/// [`TableError::Conflict`] if it was changed since it was read.
pub async fn update_identity_provider(
    tenant: &Tenant,
    before: &Provider,
    record: &Record<Provider>,
    act: &Act,
) -> Result<Stored, TableError> {
    let provider = &record.value;
    let mut writes = vec![record.write(place(tenant.scope(), provider), tenant.now())?, tenant.recorded(act)?];
    writes.extend(bindings(tenant.scope(), Some(before), Some(provider), tenant.now())?);
    match tenant.transact(writes).await {
        Ok(()) => Ok(Stored::Done),
        Err(TransactionError::Conditions(failed)) if !failed.contains(&0) => Ok(Stored::DomainTaken),
        Err(error) => Err(error.into()),
    }
}

/// Takes a provider away. Those who came from it stay members.
///
/// # Errors
/// [`TableError::Conflict`] if it was changed since it was read.
pub async fn delete_identity_provider(tenant: &Tenant, record: &Record<Provider>, act: &Act) -> Result<(), TableError> {
    let provider = &record.value;
    let key = keys::identity_provider(tenant.scope(), provider.id);
    let less = tenant.one_less(keys::limited_identity_providers(tenant.scope()));
    let mut writes = vec![Write::Delete(key, Condition::Version(record.version)), tenant.recorded(act)?, less];
    writes.extend(bindings(tenant.scope(), Some(provider), None, tenant.now())?);
    tenant.transact(writes).await?;
    unregister_identity_provider(tenant.operation(), &provider.provider_name).await
}

/// Forgets whose a provider was.
///
/// # Errors
/// When the table cannot be written.
pub async fn unregister_identity_provider(operation: &Operation, provider_name: &str) -> Result<(), TableError> {
    operation.table().unregister(keys::registered_provider(&digest(provider_name))).await
}

/// A provider.
///
/// # Errors
/// When the table cannot be read.
pub async fn identity_provider(tenant: &Tenant, id: IdentityProviderId) -> Result<Option<Record<Provider>>, TableError> {
    tenant.get(keys::identity_provider(tenant.scope(), id), true).await?.map(Record::read).transpose()
}

/// Providers by name.
///
/// # Errors
/// [`TableError::BadCursor`], or when the table cannot be read.
pub async fn list_identity_providers(tenant: &Tenant, page: &Page) -> Result<Listed<Record<Provider>>, TableError> {
    let key_of = |scope: &WorkspaceScope, sort: &str| Some(keys::identity_provider(scope, sort.rsplit('#').next()?.parse().ok()?));
    let index = List::indexed("identity-providers", keys::identity_providers(tenant.scope()), key_of);
    tenant.listed(index, page).await
}

/// The provider from which people of a domain come.
///
/// # Errors
/// When the table cannot be read.
pub async fn provider_of_domain(tenant: &Tenant, domain: &HostName) -> Result<Option<DomainBinding>, TableError> {
    let item = tenant.get(keys::sso_domain(tenant.scope(), &digest(domain.as_str())), false).await?;
    Ok(item.map(Record::<DomainBinding>::read).transpose()?.map(|record| record.value))
}

/// The provider from which our identity provider says that somebody has come, and the scope that the registry proves.
///
/// # Errors
/// When the table cannot be read.
pub async fn registered_identity_provider(
    operation: &Operation,
    provider_name: &str,
) -> Result<Option<(WorkspaceScope, Record<Provider>)>, TableError> {
    let Some(entry) = operation.table().registered(keys::registered_provider(&digest(provider_name))).await? else { return Ok(None) };
    let scope = doors::registry_entry(entry.workspace);
    let corrupt = |reason| TableError::Corrupt { entity: Entry::NAME, reason: format!("{reason}") };
    let provider = identity_provider(&operation.within(scope.clone()), entry.id.parse().map_err(corrupt)?).await?;
    Ok(provider.filter(|provider| provider.value.provider_name == provider_name).map(|provider| (scope, provider)))
}
