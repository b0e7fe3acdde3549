//! The tokens of somebody who has come from a customer's identity provider.

use super::{Claims, Event, claims as claims_of, refused};
use domain::member::MemberState;
use lambda::{App, FunctionError};
use serde::Deserialize;
use serde_json::json;
use store::{identity_providers::ProviderState, workspaces::WorkspaceState};

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Identity {
    provider_name: String,
    user_id: String,
}

/// Whom the identity provider says that a provider has sent; `None` for a user of its own.
fn identity(event: &Event<'_>) -> Option<Identity> {
    let text = event.text("/request/userAttributes/identities")?;
    serde_json::from_str::<Vec<Identity>>(text).ok()?.into_iter().next()
}

/// Whether the event is about such a user.
pub(super) fn concerns(event: &Event<'_>) -> bool {
    event.text("/request/userAttributes/identities").is_some()
}

/// Somebody who is not known yet gets tokens that name no member: they open nothing, and the function that has asked for them finds out who
/// it is.
pub(super) async fn claims(app: &App, event: &Event<'_>) -> Result<Claims, FunctionError> {
    let identity = identity(event).ok_or_else(refused)?;
    let store = app.store();
    let (scope, provider) = store.registered_identity_provider(&identity.provider_name).await?.ok_or_else(refused)?;
    if provider.value.state != ProviderState::Active {
        return Err(refused());
    }
    let workspace = store.workspace(scope.workspace()).await?;
    let (_, workspace) = workspace.filter(|(_, workspace)| workspace.value.state == WorkspaceState::Open).ok_or_else(refused)?;
    let mut claims = claims_of([("workspace", workspace.value.id.to_string()), ("home_region", workspace.value.home_region)]);
    let Some(id) = store.federated_member(&scope, provider.value.id, &identity.user_id).await? else { return Ok(claims) };
    let member = store.member(&scope, id).await?.filter(|member| member.value.state == MemberState::Active).ok_or_else(refused)?;
    let roles: Vec<&str> = member.value.roles.iter().map(|role| role.name()).collect();
    claims.extend(claims_of([("member_id", id.to_string()), ("roles", roles.join(" "))]));
    // Cognito knows no level for those who come from elsewhere: the agreement with the customer says it.
    claims.insert("second_factor_by_provider".to_owned(), json!(provider.value.second_factor_by_provider));
    Ok(claims)
}
