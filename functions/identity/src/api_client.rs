//! API clients as administrators see them, and the end of their secrets.

use crate::cognito::IdentityProvider;
use identity_model::api_clients::{self, ApiClient, ApiClientState};
use jiff::{Timestamp, civil::Date};
use lambda::{App, Call, FunctionError, Problem};
use serde::Serialize;
use std::collections::BTreeSet;
use table::{Record, Tenant};
use trellis_core::{api_scope::ApiScope, ids::ApiClientId, title::Title};

/// A program that calls the API.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = ApiClient)]
pub(crate) struct ShownClient {
    api_client_id: ApiClientId,
    #[schema(value_type = String)]
    name: Title,
    scopes: BTreeSet<ApiScope>,
    state: ApiClientState,
    /// What the program sends to the token endpoint.
    client_id: String,
    /// The last day (UTC) on which it was given a token; a token is valid for an hour.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = Date)]
    last_used_on: Option<Date>,
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
    #[schema(value_type = String, format = DateTime)]
    secret_made_at: Timestamp,
    /// Until then the secret before this one works as well.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    former_secret_ends_at: Option<Timestamp>,
}

impl ShownClient {
    pub(crate) fn new(record: Record<ApiClient>, now: Timestamp) -> Self {
        let created_at = record.created_at;
        let ApiClient { id, name, scopes, state, client_id, secret_made_at, former_secret_ends_at, last_used_on } = record.value;
        let former_secret_ends_at = former_secret_ends_at.filter(|end| *end > now);
        Self { api_client_id: id, name, scopes, state, client_id, last_used_on, created_at, secret_made_at, former_secret_ends_at }
    }
}

/// How the audit log names it.
pub(crate) fn target(id: ApiClientId) -> String {
    format!("api_client/{id}")
}

/// The client that the path names.
pub(crate) async fn wanted<B>(call: &Call<B>) -> Result<Record<ApiClient>, Problem> {
    let id: ApiClientId = call.request.path("api_client_id", "API client")?;
    let client = api_clients::api_client(&call.tenant, id).await?;
    client.ok_or_else(|| Problem::not_found("API client"))
}

/// Takes the former secret away when its time is over. A message that comes twice, or early because of a rotation that did not
/// come to its end, changes nothing.
pub(crate) async fn end_former_secret(app: &App, tenant: &Tenant, id: ApiClientId) -> Result<(), FunctionError> {
    let now = app.now();
    let Some(mut client) = api_clients::api_client(tenant, id).await? else { return Ok(()) };
    let over = client.value.former_secret_ends_at.is_some_and(|end| end <= now);
    if !over || client.value.state == ApiClientState::Revoked {
        return Ok(());
    }
    app.service::<IdentityProvider>()?.keep_newest_machine_secret(&client.value.client_id).await?;
    let before = client.value.clone();
    client.value.former_secret_ends_at = None;
    let act = tenant.act("api_client.secret_ended", target(id)).change(&before, &client.value);
    api_clients::update_api_client(tenant, client, &act).await?;
    Ok(())
}
