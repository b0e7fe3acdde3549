//! A program's tokens: its workspace follows from the client that the provider has authenticated, and from nothing else.

use super::{Claims, Event, claims as claims_of, refused};
use identity_model::api_clients::{self, ApiClient, ApiClientState};
use jiff::tz::TimeZone;
use lambda::{App, FunctionError};
use table::{Record, TableError, Tenant};
use workspaces_model::workspaces::{self, WorkspaceState};

pub(super) async fn claims(app: &App, event: &Event<'_>) -> Result<Claims, FunctionError> {
    let client_id = event.text("/callerContext/clientId").ok_or_else(refused)?;
    let (scope, client) = api_clients::registered_api_client(&app.operation(), client_id).await?.ok_or_else(refused)?;
    if client.value.state != ApiClientState::Active {
        return Err(refused());
    }
    let workspace = workspaces::workspace(&app.operation(), scope.workspace()).await?;
    let (_, workspace) = workspace.filter(|(_, workspace)| workspace.value.state == WorkspaceState::Open).ok_or_else(refused)?;
    let id = client.value.id;
    note_use(&app.tenant(&scope), client).await;
    Ok(claims_of([
        ("workspace", workspace.value.id.to_string()),
        ("api_client_id", id.to_string()),
        ("home_region", workspace.value.home_region),
    ]))
}

/// At most one write a day. That a program is let in matters more than that it is noted.
async fn note_use(tenant: &Tenant, mut client: Record<ApiClient>) {
    let today = tenant.now().to_zoned(TimeZone::UTC).date();
    if client.value.last_used_on == Some(today) {
        return;
    }
    client.value.last_used_on = Some(today);
    match api_clients::note_api_client_use(tenant, &client).await {
        Ok(()) | Err(TableError::Conflict) => {}
        Err(error) => tracing::warn!(%error, "the use of a client could not be noted"),
    }
}
