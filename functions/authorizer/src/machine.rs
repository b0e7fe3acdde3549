//! Programs: whether one is let in, and which routes its scopes open.

use crate::{
    answer::{Answer, Context},
    authorize::{AuthorizerEvent, BAD_ARN, Refused, open},
    patterns::of_scope,
    policy,
};
use identity_model::{admission::MachineAdmission, api_clients::ApiClientState};
use std::collections::BTreeSet;
use trellis_core::{api_scope::ApiScope, role::Role};

/// The routes of these scopes.
#[must_use]
pub fn allowed_paths(scopes: &BTreeSet<ApiScope>) -> Vec<&'static str> {
    scopes.iter().flat_map(|scope| of_scope(*scope)).copied().collect()
}

/// A token outlives what it says: the workspace and the client are asked as well. Scopes count that the token has and that the
/// client has still.
pub(crate) fn admit(
    admission: MachineAdmission,
    client_id: &str,
    scopes: &BTreeSet<ApiScope>,
    event: &AuthorizerEvent,
) -> Result<Answer, Refused> {
    let workspace = open(admission.workspace)?;
    let client = admission.client.filter(|client| client.state == ApiClientState::Active).ok_or(Refused("the API client is not active"))?;
    if client.client_id != client_id {
        return Err(Refused("the token names another client"));
    }
    let scopes: BTreeSet<ApiScope> = client.scopes.intersection(scopes).copied().collect();
    let names: Vec<&str> = scopes.iter().map(|scope| scope.name()).collect();
    if names.is_empty() {
        return Err(Refused("no scope is left"));
    }
    Ok(Answer {
        principal_id: client.id.to_string(),
        policy_document: policy::document(allowed_paths(&scopes), &event.method_arn).ok_or(BAD_ARN)?,
        context: Context::Machine {
            workspace: workspace.id,
            api_client_id: client.id,
            scopes: names.join(" "),
            roles: Role::Machine.name(),
        },
        usage_identifier_key: workspace.usage_key,
    })
}
