//! A program's tokens: its workspace follows from the client that the provider has authenticated, and from nothing else.

use super::{Claims, Event, claims as claims_of, refused};
use jiff::tz::TimeZone;
use lambda::{App, FunctionError, WorkspaceScope};
use store::{
    Record, StoreError,
    api_clients::{ApiClient, ApiClientState},
    workspaces::WorkspaceState,
};

pub(super) async fn claims(app: &App, event: &Event<'_>) -> Result<Claims, FunctionError> {
    let client_id = event.text("/callerContext/clientId").ok_or_else(refused)?;
    let (scope, client) = app.store().registered_api_client(client_id).await?.ok_or_else(refused)?;
    if client.value.state != ApiClientState::Active {
        return Err(refused());
    }
    let workspace = app.store().workspace(scope.workspace()).await?;
    let (_, workspace) = workspace.filter(|(_, workspace)| workspace.value.state == WorkspaceState::Open).ok_or_else(refused)?;
    let id = client.value.id;
    note_use(app, &scope, client).await;
    Ok(claims_of([
        ("workspace", workspace.value.id.to_string()),
        ("api_client_id", id.to_string()),
        ("home_region", workspace.value.home_region),
    ]))
}

/// At most one write a day. That a program is let in matters more than that it is noted.
async fn note_use(app: &App, scope: &WorkspaceScope, mut client: Record<ApiClient>) {
    let now = app.now();
    let today = now.to_zoned(TimeZone::UTC).date();
    if client.value.last_used_on == Some(today) {
        return;
    }
    client.value.last_used_on = Some(today);
    match app.store().note_api_client_use(scope, &client, now).await {
        Ok(()) | Err(StoreError::Conflict) => {}
        Err(error) => tracing::warn!(%error, "the use of a client could not be noted"),
    }
}
