//! Programs: whether one is let in, and which routes its scopes open.

use crate::{authorize::AuthorizerEvent, policy};
use domain::{api_scope::ApiScope, role::Role};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use store::{
    api_clients::{ApiClientState, MachineAdmission},
    workspaces::WorkspaceState,
};

/// What a scope opens, as `METHOD/path` patterns.
const fn patterns(scope: ApiScope) -> &'static [&'static str] {
    match scope {
        ApiScope::PeopleRead => &["GET/v1/admin/people", "GET/v1/admin/people/*", "GET/v1/admin/groups", "GET/v1/admin/groups/*"],
        ApiScope::PeopleWrite => &[
            "POST/v1/admin/people",
            "POST/v1/admin/people/bulk",
            "POST/v1/admin/people/*/invitation",
            "PATCH/v1/admin/people/*",
            "POST/v1/admin/groups",
            "PATCH/v1/admin/groups/*",
            "PUT/v1/admin/groups/*",
            "DELETE/v1/admin/groups/*",
        ],
        ApiScope::CoursesRead => &["GET/v1/admin/courses", "GET/v1/catalog/courses/*"],
        ApiScope::CoursesWrite => &["POST/v1/admin/courses", "PATCH/v1/admin/courses/*", "POST/v1/admin/courses/*/publish"],
        ApiScope::AuditRead => &["GET/v1/admin/audit-events"],
    }
}

/// The routes of these scopes.
#[must_use]
pub fn allowed_paths(scopes: &BTreeSet<ApiScope>) -> Vec<&'static str> {
    scopes.iter().flat_map(|scope| patterns(*scope)).copied().collect()
}

/// A token outlives what it says: the workspace and the client are asked as well. Scopes count that the token has and that the
/// client has still.
pub(crate) fn admit(admission: MachineAdmission, client_id: &str, scopes: &BTreeSet<ApiScope>, event: &AuthorizerEvent) -> Option<Value> {
    let workspace = admission.workspace.filter(|workspace| workspace.value.state == WorkspaceState::Open)?.value;
    let client = admission.client.filter(|client| client.value.state == ApiClientState::Active)?.value;
    if client.client_id != client_id {
        return None;
    }
    let scopes: BTreeSet<ApiScope> = client.scopes.intersection(scopes).copied().collect();
    let names: Vec<&str> = scopes.iter().map(|scope| scope.name()).collect();
    if names.is_empty() {
        return None;
    }
    Some(json!({
        "principalId": client.id,
        "policyDocument": policy::document(allowed_paths(&scopes), &event.method_arn)?,
        "context": {
            "workspace": workspace.id,
            "api_client_id": client.id,
            "scopes": names.join(" "),
            "roles": Role::Machine.name(),
        },
        "usageIdentifierKey": workspace.usage_key,
    }))
}
