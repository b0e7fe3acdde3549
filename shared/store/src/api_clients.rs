//! API clients: programs with credentials of their own.
//!
//! | access | how |
//! |---|---|
//! | a client by its id | get `W#<ws>#API_CLIENT#<id>` / `API_CLIENT` |
//! | clients by name | query index 1, `W#<ws>#API_CLIENTS` / `<name>#<id>` |
//! | the workspace of a client at the identity provider | get `REGISTRY#CLIENT#<digest>` / `WORKSPACE` |
//! | may this client come in | batch get workspace and client: one request |

use crate::{
    Listed, Page, Store, StoreError,
    audit::Act,
    cursor::List,
    entity::{Entity, Place, Record},
    idempotency::{Attempt, Created},
    keys,
    members::digest,
    registry::Entry,
    workspaces::Workspace,
};
use domain::{
    api_scope::ApiScope,
    ids::{ApiClientId, WorkspaceId},
    title::Title,
};
use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use tenancy::{WorkspaceScope, doors};

/// Whether a client may be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ApiClientState {
    Active,
    /// Refused everywhere, for good.
    Revoked,
}

/// A program that calls the API.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ApiClient {
    pub id: ApiClientId,
    pub name: Title,
    pub scopes: BTreeSet<ApiScope>,
    pub state: ApiClientState,
    /// The client at the identity provider.
    pub client_id: String,
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

/// What is known of a program that asks to come in. What is `None` does not exist.
#[derive(Debug, Clone)]
pub struct MachineAdmission {
    pub workspace: Option<Record<Workspace>>,
    pub client: Option<Record<ApiClient>>,
}

fn place(scope: &WorkspaceScope, client: &ApiClient) -> Place {
    let sort = format!("{}#{}", client.name.as_str().to_lowercase(), client.id);
    Place::from(keys::api_client(scope, client.id)).listed(keys::api_clients(scope), sort)
}

impl Store {
    /// Adds a client, once per attempt. The registry's entry comes first: without the client it leads to nothing.
    ///
    /// # Errors
    /// [`StoreError::KeyReused`], or when the table cannot be written.
    pub async fn create_api_client(
        &self,
        scope: &WorkspaceScope,
        client: ApiClient,
        attempt: Option<&Attempt>,
        act: &Act,
        now: Timestamp,
    ) -> Result<(ApiClientId, Created), StoreError> {
        let entry = Entry { workspace: scope.workspace().clone(), id: client.id.to_string() };
        self.register(keys::registered_client(&digest(&client.client_id)), entry, now).await?;
        let id = client.id;
        let writes = vec![Record::new(client.clone(), now).write(place(scope, &client), now)?, self.recorded(scope, act, now)?];
        Ok(self.create_once(scope, attempt, id, writes, now).await?)
    }

    /// A client.
    ///
    /// # Errors
    /// When the table cannot be read.
    pub async fn api_client(&self, scope: &WorkspaceScope, id: ApiClientId) -> Result<Option<Record<ApiClient>>, StoreError> {
        self.table.get(scope, keys::api_client(scope, id), true).await?.map(Record::read).transpose()
    }

    /// Clients by name.
    ///
    /// # Errors
    /// [`StoreError::BadCursor`], or when the table cannot be read.
    pub async fn list_api_clients(&self, scope: &WorkspaceScope, page: &Page) -> Result<Listed<Record<ApiClient>>, StoreError> {
        let key_of = |scope: &WorkspaceScope, sort: &str| Some(keys::api_client(scope, sort.rsplit('#').next()?.parse().ok()?));
        let index = List::indexed("api-clients", keys::api_clients(scope), key_of);
        self.listed(scope, index, page).await
    }

    /// Stores a changed client with the act that changed it.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] if the client was changed since it was read.
    pub async fn update_api_client(
        &self,
        scope: &WorkspaceScope,
        record: &Record<ApiClient>,
        act: &Act,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let writes = vec![record.write(place(scope, &record.value), now)?, self.recorded(scope, act, now)?];
        Ok(self.table.transact(scope, writes).await?)
    }

    /// Forgets whose a client at the identity provider was, once it is gone there.
    ///
    /// # Errors
    /// When the table cannot be written.
    pub async fn unregister_api_client(&self, client_id: &str) -> Result<(), StoreError> {
        self.unregister(keys::registered_client(&digest(client_id))).await
    }

    /// Notes the day on which a client was given a token, which is no act of anybody's.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] if the client was changed since it was read.
    pub async fn note_api_client_use(&self, scope: &WorkspaceScope, record: &Record<ApiClient>, now: Timestamp) -> Result<(), StoreError> {
        self.table.write(scope, record.write(place(scope, &record.value), now)?).await
    }

    /// The client that the identity provider is about to give a token, and the scope that the registry proves. The evidence is
    /// the provider's own word for which client it has authenticated.
    ///
    /// # Errors
    /// When the table cannot be read.
    pub async fn registered_api_client(&self, client_id: &str) -> Result<Option<(WorkspaceScope, Record<ApiClient>)>, StoreError> {
        let Some(entry) = self.registered(keys::registered_client(&digest(client_id))).await? else { return Ok(None) };
        let scope = doors::registry_entry(entry.workspace);
        let corrupt = |reason| StoreError::Corrupt { entity: Entry::NAME, reason: format!("{reason}") };
        let client = self.api_client(&scope, entry.id.parse().map_err(corrupt)?).await?;
        Ok(client.filter(|client| client.value.client_id == client_id).map(|client| (scope, client)))
    }

    /// What the authorizer needs to know of a program, in one request (1 read unit when both are small). The workspace and the
    /// client are those of a verified token.
    ///
    /// # Errors
    /// When the table cannot be read.
    pub async fn machine_admission(&self, workspace: WorkspaceId, id: ApiClientId) -> Result<MachineAdmission, StoreError> {
        let scope = doors::registered(workspace);
        let mut admission = MachineAdmission { workspace: None, client: None };
        for item in self.table.batch_get(&scope, vec![keys::workspace(&scope), keys::api_client(&scope, id)], false).await? {
            match crate::entity::kind(&item) {
                Workspace::NAME => admission.workspace = Some(Record::read(item)?),
                _ => admission.client = Some(Record::read(item)?),
            }
        }
        Ok(admission)
    }
}
