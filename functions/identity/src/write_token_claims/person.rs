//! A person's tokens: who has an account of their own at the provider.

use super::{Claims, Event, claims as claims_of, refused};
use lambda::{App, FunctionError};
use people_model::members;
use trellis_core::ids::{MemberId, WorkspaceId};
use workspaces_model::workspaces::{self, WorkspaceState};

pub(super) async fn claims(app: &App, event: &Event<'_>) -> Result<Claims, FunctionError> {
    let workspace: WorkspaceId =
        event.text("/request/userAttributes/custom:workspace").and_then(|id| id.parse().ok()).ok_or_else(refused)?;
    let member_id: MemberId = event.text("/userName").and_then(|id| id.parse().ok()).ok_or_else(refused)?;
    let registered = workspaces::workspace(&app.operation(), &workspace).await?;
    let (scope, workspace) = registered.filter(|(_, workspace)| workspace.value.state == WorkspaceState::Open).ok_or_else(refused)?;
    let tenant = app.tenant(&scope);
    let member = members::member(&tenant, member_id).await?;
    let member = member.filter(|member| member.value.may_sign_in(app.now())).ok_or_else(refused)?;
    let roles: Vec<&str> = member.value.roles.iter().map(|role| role.name()).collect();
    Ok(claims_of([
        ("workspace", workspace.value.id.to_string()),
        ("member_id", member_id.to_string()),
        ("roles", roles.join(" ")),
        ("home_region", workspace.value.home_region),
    ]))
}
