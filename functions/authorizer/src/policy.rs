//! Which routes a role opens: the policy that API Gateway caches and applies to every route.

use domain::role::Role;
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// Open to every person, for what is their own.
const MEMBER: &[&str] = &[
    "GET/v1/me",
    "PATCH/v1/me",
    "POST/v1/me/identities",
    "*/v1/me/sessions",
    "*/v1/me/sessions/*",
    "*/v1/me/second-factor",
    "GET/v1/catalog/*",
    "GET/v1/boards/*",
];

/// What a role opens besides.
const fn patterns(role: Role) -> &'static [&'static str] {
    match role {
        Role::Learner => &["*/v1/me/home", "*/v1/me/enrolments", "*/v1/me/enrolments/*"],
        Role::Manager => &["*/v1/team/*"],
        Role::Author => &["*/v1/admin/courses", "*/v1/admin/courses/*", "*/v1/admin/imports", "*/v1/admin/imports/*"],
        Role::Admin => &["*/v1/admin/*", "*/v1/team/*"],
        Role::RegionalAdmin => &[
            "GET/v1/admin/people",
            "GET/v1/admin/people/*",
            "POST/v1/admin/people",
            "POST/v1/admin/people/bulk",
            "POST/v1/admin/people/*/invitation",
            "PATCH/v1/admin/people/*",
        ],
        Role::Auditor => &["GET/v1/admin/audit-events"],
        Role::Support => &["GET/v1/admin/*"],
        Role::Machine => &[],
        Role::Platform => &["*/v1/platform/*"],
    }
}

/// `METHOD/path` patterns in which `*` stands for anything, as in an execute-api ARN.
#[must_use]
pub fn allowed_paths(roles: &BTreeSet<Role>) -> Vec<&'static str> {
    let own = if roles.contains(&Role::Machine) { &[] } else { MEMBER };
    own.iter().chain(roles.iter().flat_map(|role| patterns(*role))).copied().collect()
}

/// The document for the whole stage of the API that `method_arn` (`arn:aws:execute-api:region:account:api/stage/METHOD/path`) belongs to:
/// it is cached for all routes, so it must not depend on this one.
pub(crate) fn document(allowed: Vec<&'static str>, method_arn: &str) -> Option<Value> {
    let mut parts = method_arn.splitn(3, '/');
    let (api, stage) = (parts.next()?, parts.next()?);
    let resources: Vec<String> = allowed.into_iter().map(|pattern| format!("{api}/{stage}/{pattern}")).collect();
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
        let document = document(allowed_paths(&[Role::Learner].into()), arn).unwrap();
        let resources = document["Statement"][0]["Resource"].as_array().unwrap();
        assert!(resources.contains(&json!("arn:aws:execute-api:eu-central-1:000000000000:abc/v1stage/*/v1/me/enrolments/*")));
        assert!(resources.iter().all(|resource| !resource.as_str().unwrap().contains("admin")));
        assert!(super::document(Vec::new(), "nonsense").is_none());
    }
}
