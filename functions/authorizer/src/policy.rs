//! Which routes a role opens: the policy that API Gateway caches and applies to every route.

use crate::patterns::{MEMBER, of_role};
use serde::Serialize;
use std::collections::BTreeSet;
use trellis_core::role::Role;

/// `METHOD/path` patterns in which `*` stands for anything, as in an execute-api ARN.
#[must_use]
pub fn allowed_paths(roles: &BTreeSet<Role>) -> Vec<&'static str> {
    let own = if roles.contains(&Role::Machine) { &[] } else { MEMBER };
    own.iter().chain(roles.iter().flat_map(|role| of_role(*role))).copied().collect()
}

/// A policy document.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct Document {
    version: &'static str,
    statement: [Statement; 1],
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct Statement {
    action: &'static str,
    effect: &'static str,
    resource: Vec<String>,
}

/// The document for the whole stage of the API that `method_arn` (`arn:aws:execute-api:region:account:api/stage/METHOD/path`) belongs to:
/// it is cached for all routes, so it must not depend on this one.
pub(crate) fn document(allowed: Vec<&'static str>, method_arn: &str) -> Option<Document> {
    let mut parts = method_arn.splitn(3, '/');
    let (api, stage) = (parts.next()?, parts.next()?);
    let resource = allowed.into_iter().map(|pattern| [api, stage, pattern].join("/")).collect();
    Some(Document { version: "2012-10-17", statement: [Statement { action: "execute-api:Invoke", effect: "Allow", resource }] })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_policy_covers_the_stage_not_the_one_route() {
        let arn = "arn:aws:execute-api:eu-central-1:000000000000:abc/v1stage/GET/v1/me";
        let document = document(allowed_paths(&[Role::Learner].into()), arn).unwrap();
        let resources = &document.statement[0].resource;
        assert!(resources.contains(&"arn:aws:execute-api:eu-central-1:000000000000:abc/v1stage/GET/v1/boards/*".to_owned()));
        assert!(resources.iter().all(|resource| resource.contains(":abc/v1stage/") && !resource.contains("admin")));
        assert!(super::document(Vec::new(), "nonsense").is_none());
    }
}
