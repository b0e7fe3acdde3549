//! Functions' own roles: what the template lets each function do, and nothing else is done here either.
//!
//! A function is known by its session token, which is its logical id. Its policies are those of the template, which `make generate` writes
//! from what the handlers declare: so a permission that is missing fails here, and not first on AWS. Tools of whoever runs the stack have
//! another token and may do everything.

use std::collections::HashMap;
use std::sync::Arc;

use http::HeaderMap;
use local_template::Stack;
use serde_json::Value;

use super::policy::{Access, allows, list, texts};
use super::uses::{Uses, What};
use super::{Denied, credential, header};
use crate::functions::ACCESS_KEY_ID;
use crate::options::ACCOUNT;

/// The roles. Clones share them.
#[derive(Debug, Clone)]
pub(crate) struct Roles(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    /// The statements of each function's policies, by its logical id.
    functions: HashMap<String, Vec<Value>>,
    uses: Uses,
}

impl Roles {
    pub(crate) fn new(template: &Stack, uses: Uses) -> Self {
        let statements = |function: &local_template::Function| {
            list(&function.policies).into_iter().flat_map(|policy| list(&policy["Statement"])).cloned().collect()
        };
        Self::of(template.functions.iter().map(|function| (function.logical_id.clone(), statements(function))).collect(), uses)
    }

    pub(super) fn of(functions: HashMap<String, Vec<Value>>, uses: Uses) -> Self {
        for (function, statements) in &functions {
            for statement in statements {
                for (action, resource) in
                    texts(&statement["Action"]).flat_map(|action| texts(&statement["Resource"]).map(move |on| (action, on)))
                {
                    uses.note(What::Granted, function, action, resource);
                }
            }
        }
        Self(Arc::new(Inner { functions, uses }))
    }

    /// Whether the sender of a request may do all that it asks for.
    pub(super) fn check(&self, headers: &HeaderMap, accesses: impl FnOnce() -> Vec<Access>) -> Result<(), Denied> {
        let function = header(headers, "x-amz-security-token");
        if credential(headers) != ACCESS_KEY_ID || !self.0.functions.contains_key(function) {
            return Ok(());
        }
        accesses().iter().try_for_each(|access| self.check_access(function, access))
    }

    /// Whether the holder of a session token may do this.
    pub(crate) fn check_access(&self, token: &str, access: &Access) -> Result<(), Denied> {
        let Inner { functions, uses } = &*self.0;
        let Some(statements) = functions.get(token) else { return Ok(()) };
        if let Some((action, resource)) = statements.iter().find_map(|statement| allows(statement, access)) {
            uses.note(What::Used, token, action, resource);
            return Ok(());
        }
        let Access { action, resource, .. } = access;
        uses.note(What::Refused, token, action, resource);
        tracing::error!(function = token, action, resource, "the function's Policies in the template do not allow this");
        Err(Denied::access(format!(
            "User: arn:aws:sts::{ACCOUNT}:assumed-role/{token} is not authorized to perform: {action} on resource: {resource} because no \
             identity-based policy allows the {action} action"
        )))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const QUEUE: &str = "arn:aws:sqs:eu-central-1:000000000000:awards";

    fn roles(uses: Uses) -> Roles {
        let statement = json!({ "Effect": "Allow", "Action": ["sqs:SendMessage"], "Resource": QUEUE });
        Roles::of(HashMap::from([("GetThing".to_owned(), vec![statement])]), uses)
    }

    fn headers(token: &'static str) -> HeaderMap {
        let signed = "AWS4-HMAC-SHA256 Credential=local/20261122/eu-central-1/sqs/aws4_request, SignedHeaders=host, Signature=0";
        HeaderMap::from_iter([
            (http::header::AUTHORIZATION, http::HeaderValue::from_static(signed)),
            (http::HeaderName::from_static("x-amz-security-token"), http::HeaderValue::from_static(token)),
        ])
    }

    #[test]
    fn an_action_or_a_resource_that_the_policy_does_not_name_is_refused_in_aws_s_words() {
        let roles = roles(Uses::default());
        let by = |token, action: &str, resource: &str| roles.check(&headers(token), || vec![Access::new(action, resource)]);
        assert_eq!(by("GetThing", "sqs:SendMessage", QUEUE), Ok(()));
        let refused = by("GetThing", "sqs:PurgeQueue", QUEUE).unwrap_err();
        assert_eq!(refused.kind, "AccessDeniedException");
        let expected = "User: arn:aws:sts::000000000000:assumed-role/GetThing is not authorized to perform: sqs:PurgeQueue on resource: ";
        assert!(refused.message.starts_with(expected), "{}", refused.message);
        assert!(by("GetThing", "sqs:SendMessage", "arn:aws:sqs:eu-central-1:000000000000:other").is_err());
        // Tools of whoever runs the stack are no functions.
        assert_eq!(by("local", "sqs:PurgeQueue", QUEUE), Ok(()));
    }

    #[test]
    fn each_thing_is_recorded_once() {
        let folder = tempfile::tempdir().unwrap();
        let roles = roles(Uses::in_folder(folder.path()).unwrap());
        for _ in 0..2 {
            roles.check(&headers("GetThing"), || vec![Access::new("sqs:SendMessage", QUEUE)]).unwrap();
            roles.check(&headers("GetThing"), || vec![Access::new("sqs:PurgeQueue", "arn:x")]).unwrap_err();
        }
        let file = folder.path().read_dir().unwrap().next().unwrap().unwrap().path();
        let lines =
            ["granted\tGetThing\tsqs:SendMessage\t", "used\tGetThing\tsqs:SendMessage\t", "refused\tGetThing\tsqs:PurgeQueue\tarn:x\n"];
        assert_eq!(std::fs::read_to_string(file).unwrap(), format!("{}{QUEUE}\n{}{QUEUE}\n{}", lines[0], lines[1], lines[2]));
    }
}
