//! The tokens of somebody who has come from a customer's identity provider.

use super::{Claims, Event, claims as claims_of, refused};
use identity_model::identity_providers::{self, ProviderState, arrivals};
use lambda::{App, FunctionError};
use people_model::members;
use serde::Deserialize;
use serde_json::json;
use workspaces_model::workspaces::{self, WorkspaceState};

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
    let (scope, provider) =
        identity_providers::registered_identity_provider(&app.operation(), &identity.provider_name).await?.ok_or_else(refused)?;
    let tenant = app.tenant(&scope);
    // Whoever comes with a new sign-in gets tokens that open nothing, and reads from the function that has asked for them why they are not
    // let in; a session that goes on ends here.
    let arrives = event.text("/triggerSource") == Some("TokenGeneration_HostedAuth");
    let active = provider.value.state == ProviderState::Active;
    if !active && !arrives {
        return Err(refused());
    }
    let workspace = workspaces::workspace(&app.operation(), scope.workspace()).await?;
    let (_, workspace) = workspace.filter(|(_, workspace)| workspace.value.state == WorkspaceState::Open).ok_or_else(refused)?;
    let mut claims = claims_of([("workspace", workspace.value.id.to_string()), ("home_region", workspace.value.home_region)]);
    let known = if active { arrivals::federated_member(&tenant, provider.value.id, &identity.user_id).await? } else { None };
    let Some(id) = known else { return Ok(claims) };
    let member = match members::member(&tenant, id).await?.filter(|member| member.value.may_sign_in(app.now())) {
        Some(member) => member,
        None if arrives => return Ok(claims),
        None => return Err(refused()),
    };
    let roles: Vec<&str> = member.value.roles.iter().map(|role| role.name()).collect();
    claims.extend(claims_of([("member_id", id.to_string()), ("roles", roles.join(" "))]));
    // Cognito knows no level for those who come from elsewhere: the agreement with the customer says it.
    claims.insert("second_factor_by_provider".to_owned(), json!(provider.value.second_factor_by_provider));
    Ok(claims)
}
