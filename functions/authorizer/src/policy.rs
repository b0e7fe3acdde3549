//! Which routes a role opens: the policy that API Gateway caches and applies to every route.

use domain::role::Role;
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// Open to every member.
const MEMBER: [&str; 5] = ["GET/v1/me", "*/v1/me/*", "GET/v1/catalog/*", "GET/v1/boards/*", "GET/v1/boards"];

/// Open to those who make courses.
const AUTHOR: [&str; 4] = ["*/v1/admin/courses", "*/v1/admin/courses/*", "*/v1/admin/imports", "*/v1/admin/imports/*"];

/// Open to those who run the workspace.
const ADMINISTRATOR: [&str; 1] = ["*/v1/admin/*"];

/// `METHOD/path` patterns in which `*` stands for anything, as in an execute-api ARN.
#[must_use]
pub fn allowed_paths(roles: &BTreeSet<Role>) -> Vec<&'static str> {
    let mut patterns = MEMBER.to_vec();
    if roles.contains(&Role::Author) {
        patterns.extend(AUTHOR);
    }
    if roles.contains(&Role::Admin) {
        patterns.extend(ADMINISTRATOR);
    }
    patterns
}

/// The document for the whole stage of the API that `method_arn` (`arn:aws:execute-api:region:account:api/stage/METHOD/path`) belongs to:
/// it is cached for all routes, so it must not depend on this one.
pub(crate) fn document(roles: &BTreeSet<Role>, method_arn: &str) -> Option<Value> {
    let mut parts = method_arn.splitn(3, '/');
    let (api, stage) = (parts.next()?, parts.next()?);
    let resources: Vec<String> = allowed_paths(roles).into_iter().map(|pattern| format!("{api}/{stage}/{pattern}")).collect();
    Some(json!({
        "Version": "2012-10-17",
        "Statement": [{ "Action": "execute-api:Invoke", "Effect": "Allow", "Resource": resources }],
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_policy_covers_the_stage_not_the_one_route() {
        let arn = "arn:aws:execute-api:eu-central-1:000000000000:abc/v1stage/GET/v1/me";
        let document = document(&[Role::Learner].into(), arn).unwrap();
        let resources = document["Statement"][0]["Resource"].as_array().unwrap();
        assert!(resources.contains(&json!("arn:aws:execute-api:eu-central-1:000000000000:abc/v1stage/*/v1/me/*")));
        assert!(resources.iter().all(|resource| !resource.as_str().unwrap().contains("admin")));
        assert!(super::document(&[Role::Learner].into(), "nonsense").is_none());
    }
}
