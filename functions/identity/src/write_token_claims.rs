//! Trigger: before the identity provider issues tokens, the workspace, roles and home region are written into them.

use crate::enrolment;
use domain::{
    ids::{MemberId, WorkspaceId},
    member::MemberState,
};
use lambda::{App, FunctionError, Handler, Job};
use serde_json::{Map, Value, json};
use store::workspaces::WorkspaceState;

pub(crate) fn handler() -> Handler {
    Job::handler("write-token-claims", handle)
}

/// Takes and answers Cognito's pre-token-generation event, version 2 or 3, with `response` filled in.
async fn handle(app: App, mut event: Value) -> Result<Value, FunctionError> {
    let claims = claims(&app, &event).await?;
    // With this scope a stolen access token could change its owner's address at Cognito, and so take the account over. Only the
    // token by which we set up an app on the member's behalf keeps it, and that one has no session here: it opens no route.
    let suppressed: &[&str] = if enrolment::ordered(&app, &event)? { &[] } else { &["aws.cognito.signin.user.admin"] };
    let access = json!({ "claimsToAddOrOverride": claims, "scopesToSuppress": suppressed });
    let id = json!({ "claimsToAddOrOverride": claims });
    let details = json!({ "claimsAndScopeOverrideDetails": { "accessTokenGeneration": access, "idTokenGeneration": id } });
    match event.as_object_mut() {
        Some(fields) => fields.insert("response".to_owned(), details),
        None => return Err(FunctionError::failed("the event is not an object")),
    };
    Ok(event)
}

/// Whoever may not come in gets no token: an error here refuses the sign-in or the refresh.
async fn claims(app: &App, event: &Value) -> Result<Map<String, Value>, FunctionError> {
    let refused = || FunctionError::failed("this user may not sign in");
    let text = |pointer: &str| event.pointer(pointer).and_then(Value::as_str);
    let workspace: WorkspaceId = text("/request/userAttributes/custom:workspace").and_then(|id| id.parse().ok()).ok_or_else(refused)?;
    let member_id: MemberId = text("/userName").and_then(|id| id.parse().ok()).ok_or_else(refused)?;
    let registered = app.store().workspace(&workspace).await?;
    let (scope, workspace) = registered.filter(|(_, workspace)| workspace.value.state == WorkspaceState::Open).ok_or_else(refused)?;
    let member = app.store().member(&scope, member_id).await?;
    let member = member.filter(|member| member.value.state == MemberState::Active).ok_or_else(refused)?;
    let roles: Vec<&str> = member.value.roles.iter().map(|role| role.name()).collect();
    Ok([("workspace", workspace.value.id.to_string()), ("roles", roles.join(" ")), ("home_region", workspace.value.home_region)]
        .into_iter()
        .map(|(name, value)| (name.to_owned(), Value::String(value)))
        .collect())
}
