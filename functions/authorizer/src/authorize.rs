//! The gateway's authorizer: from an access token to a policy, a workspace and a usage key.

use crate::{
    keys::Keys,
    machine, policy,
    token::{Bearer, Expected, bearer},
};
use domain::{member::MemberState, role};
use jiff::Timestamp;
use lambda::{App, FunctionError, Handler, Job};
use serde::Deserialize;
use serde_json::{Value, json};
use std::{collections::HashMap, sync::Arc};
use store::{members::Admission, workspaces::WorkspaceState};

/// API Gateway's REQUEST event, as far as it matters.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct AuthorizerEvent {
    pub(crate) method_arn: String,
    #[serde(default)]
    headers: Option<HashMap<String, String>>,
}

impl AuthorizerEvent {
    fn authorization(&self) -> Option<&str> {
        let headers = self.headers.as_ref()?;
        headers.iter().find(|(name, _)| name.eq_ignore_ascii_case("authorization")).map(|(_, value)| value.as_str())
    }
}

pub(crate) fn handler() -> Handler {
    let keys = Arc::new(Keys::default());
    Job::handler("authorize", move |app: App, event: AuthorizerEvent| {
        let keys = Arc::clone(&keys);
        async move { authorize(&app, &keys, &event).await }
    })
}

/// Everything that is not plainly right is refused as unauthorized, without saying which part was wrong.
async fn authorize(app: &App, keys: &Keys, event: &AuthorizerEvent) -> Result<Value, FunctionError> {
    let (token, kid) = event.authorization().and_then(bearer).ok_or_else(FunctionError::unauthorized)?;
    let expected = Expected::new(app.settings().require("ISSUER")?, app.settings().require("CLIENT_ID")?);
    let key = keys.get(&kid, app.key_set()?).await.ok_or_else(FunctionError::unauthorized)?;
    let answer = match expected.verify(token, &key).ok_or_else(FunctionError::unauthorized)? {
        Bearer::Member { workspace, id, session, second_factor } => {
            admit(app.store().admission(workspace, id, &session).await?, second_factor, app.now(), event)
        }
        Bearer::Machine { workspace, id, client_id, scopes } => {
            machine::admit(app.store().machine_admission(workspace, id).await?, &client_id, &scopes, event)
        }
    };
    answer.ok_or_else(FunctionError::unauthorized)
}

/// A token outlives what it says: the member, the session and the workspace are asked as well.
fn admit(admission: Admission, second_factor: bool, now: Timestamp, event: &AuthorizerEvent) -> Option<Value> {
    let workspace = admission.workspace.filter(|workspace| workspace.value.state == WorkspaceState::Open)?.value;
    let session = admission.session.filter(|session| !session.value.revoked)?.value;
    let member = admission.member.filter(|member| member.value.state == MemberState::Active)?.value;
    // Support is let in for a time; then nothing is left of it.
    let in_time = Some(member.roles_at(now)).filter(|roles| !roles.is_empty())?;
    // Only roles that count in this session reach a policy or a handler.
    let counting = role::counting(&in_time, second_factor);
    let roles: Vec<&str> = counting.iter().map(|role| role.name()).collect();
    Some(json!({
        "principalId": member.id,
        "policyDocument": policy::document(policy::allowed_paths(&counting), &event.method_arn)?,
        "context": {
            "workspace": workspace.id,
            "member_id": member.id,
            "roles": roles.join(" "),
            "session": session.id,
            // Names may have any letters; a context has texts only.
            "regions": serde_json::to_string(&member.regions).ok()?,
            // The gateway keeps this answer for a while; the functions see when support's time is over.
            "support_until": member.support_until.map(|until| until.to_string()).unwrap_or_default(),
        },
        "usageIdentifierKey": workspace.usage_key,
    }))
}
