//! API clients: programs with credentials of their own.
//!
//! | access | how |
//! |---|---|
//! | a client by its id | get `W#<ws>#API_CLIENT#<id>` / `API_CLIENT` |
//! | clients by name | query index 1, `W#<ws>#API_CLIENTS` / `<name>#<id>` |
//! | the workspace of a client at the identity provider | get `REGISTRY#CLIENT#<digest>` / `WORKSPACE` |

use crate::keys;
use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use table::{
    Entity, List, Listed, Operation, Page, Place, Record, TableError, Tenant, TransactionError,
    audit::Act,
    digest,
    idempotency::{Attempt, Created},
    registry::Entry,
};
use tenancy::{WorkspaceScope, doors};
use trellis_core::{api_scope::ApiScope, folding::order_key, ids::ApiClientId, personal::NotPersonal, title::Title};

/// Whether a client may be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ApiClientState {
    Active,
    /// Refused everywhere, for good.
    Revoked,
}

impl ApiClientState {
    /// The spelling on the wire and in storage.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Revoked => "revoked",
        }
    }
}

/// A program that calls the API.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ApiClient {
    pub id: ApiClientId,
    pub name: NotPersonal<Title>,
    pub scopes: BTreeSet<ApiScope>,
    pub state: ApiClientState,
    /// The client at the identity provider.
    pub client_id: NotPersonal<String>,
    /// When its newest secret was made; the text is known to nobody but the program and the identity provider.
    pub secret_made_at: Timestamp,
    /// When the secret before that stops working. A time that is over says that it may have to be taken away yet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub former_secret_ends_at: Option<Timestamp>,
    /// The last day (UTC) on which it was given a token.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_used_on: Option<Date>,
}

impl Entity for ApiClient {
    const NAME: &'static str = "ApiClient";
}

fn place(scope: &WorkspaceScope, client: &ApiClient) -> Place {
    let sort = format!("{}#{}", order_key(client.name.as_str()), client.id);
    Place::from(keys::api_client(scope, client.id)).listed(keys::api_clients(scope), sort)
}

/// Adds a client, once per attempt; `None` if the workspace has as many as it may. The registry's entry comes first: without the client it leads to nothing.
///
/// # Errors
/// [`TableError::KeyReused`], or when the table cannot be written.
pub async fn create_api_client(
    tenant: &Tenant,
    client: ApiClient,
    attempt: Option<&Attempt>,
    act: &Act,
) -> Result<Option<(ApiClientId, Created)>, TableError> {
    let entry = Entry { workspace: tenant.scope().workspace().clone(), id: client.id.to_string() };
    tenant.operation().table().register(keys::registered_client(&digest(&client.client_id)), entry, tenant.now()).await?;
    let id = client.id;
    let writes = vec![
        tenant.one_more(keys::limited_api_clients(tenant.scope())),
        Record::new(client.clone(), tenant.now()).write(place(tenant.scope(), &client), tenant.now())?,
        tenant.recorded(act)?,
    ];
    match tenant.create_once(attempt, id, writes).await {
        Ok(made) => Ok(Some(made)),
        Err(TransactionError::Conditions(failed)) if failed.contains(&0) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// A client.
///
/// # Errors
/// When the table cannot be read.
pub async fn api_client(tenant: &Tenant, id: ApiClientId) -> Result<Option<Record<ApiClient>>, TableError> {
    tenant.get(keys::api_client(tenant.scope(), id), true).await?.map(Record::read).transpose()
}

/// Clients by name.
///
/// # Errors
/// [`TableError::BadCursor`], or when the table cannot be read.
pub async fn list_api_clients(tenant: &Tenant, page: &Page) -> Result<Listed<Record<ApiClient>>, TableError> {
    let key_of = |scope: &WorkspaceScope, sort: &str| Some(keys::api_client(scope, sort.rsplit('#').next()?.parse().ok()?));
    let index = List::indexed("api-clients", keys::api_clients(tenant.scope()), key_of);
    tenant.listed(index, page).await
}

/// Stores a changed client with the act that changed it, and answers it as it is now stored.
///
/// # Errors
/// [`TableError::Conflict`] if the client was changed since it was read.
pub async fn update_api_client(tenant: &Tenant, record: Record<ApiClient>, act: &Act) -> Result<Record<ApiClient>, TableError> {
    let writes = vec![record.write(place(tenant.scope(), &record.value), tenant.now())?, tenant.recorded(act)?];
    tenant.transact(writes).await?;
    Ok(record.stored(tenant.now()))
}

/// Stores a client that has just been revoked.
///
/// # Errors
/// [`TableError::Conflict`] if the client was changed since it was read.
pub async fn revoke_api_client(tenant: &Tenant, record: &Record<ApiClient>, act: &Act) -> Result<(), TableError> {
    let writes = vec![
        record.write(place(tenant.scope(), &record.value), tenant.now())?,
        tenant.recorded(act)?,
        tenant.one_less(keys::limited_api_clients(tenant.scope())),
    ];
    Ok(tenant.transact(writes).await?)
}

/// Forgets whose a client at the identity provider was, once it is gone there.
///
/// # Errors
/// When the table cannot be written.
pub async fn unregister_api_client(operation: &Operation, client_id: &str) -> Result<(), TableError> {
    operation.table().unregister(keys::registered_client(&digest(client_id))).await
}

/// Notes the day on which a client was given a token, which is no act of anybody's.
///
/// # Errors
/// [`TableError::Conflict`] if the client was changed since it was read.
pub async fn note_api_client_use(tenant: &Tenant, record: &Record<ApiClient>) -> Result<(), TableError> {
    tenant.write(record.write(place(tenant.scope(), &record.value), tenant.now())?).await
}

/// The client that the identity provider is about to give a token, and the scope that the registry proves. The evidence is
/// the provider's own word for which client it has authenticated.
///
/// # Errors
/// When the table cannot be read.
pub async fn registered_api_client(
    operation: &Operation,
    client_id: &str,
) -> Result<Option<(WorkspaceScope, Record<ApiClient>)>, TableError> {
    let Some(entry) = operation.table().registered(keys::registered_client(&digest(client_id))).await? else { return Ok(None) };
    let scope = doors::registry_entry(entry.workspace);
    let corrupt = |reason| TableError::Corrupt { entity: Entry::NAME, reason: format!("{reason}") };
    let client = api_client(&operation.within(scope.clone()), entry.id.parse().map_err(corrupt)?).await?;
    Ok(client.filter(|client| client.value.client_id == client_id).map(|client| (scope, client)))
}
