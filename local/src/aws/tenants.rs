//! Sessions of the role for tenant data (STS AssumeRole with tags), and what its policy lets them do.
//!
//! No emulator checks `dynamodb:LeadingKeys`: here the role's own policy is applied to every request that comes on a session of the
//! tenants' role (DynamoDB developer guide, "Using IAM policy conditions for fine-grained access control").

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use http::HeaderMap;
use jiff::{SignedDuration, Timestamp};
use local_kit::machine_time;
use local_template::Stack;
use serde_json::Value;
use uuid::Uuid;

use super::dynamodb::{LEADING_KEYS, accesses};
use super::policy::{Access, allows, list};
use super::{Denied, credential, header};
use crate::functions::ACCESS_KEY_ID;
use crate::options::ACCOUNT;

/// The tag without which the role cannot be assumed.
const TAG: &str = "WorkspaceId";

/// How conditions name the tag.
const TAG_OF_SESSION: &str = "aws:PrincipalTag/WorkspaceId";

/// What a session was opened with.
#[derive(Debug, Clone)]
struct Session {
    role: String,
    workspace: String,
    expires: Timestamp,
}

#[derive(Debug)]
struct Inner {
    /// Statements of each role that may be assumed with the tag, by ARN.
    roles: HashMap<String, Vec<Value>>,
    /// Whether functions reach workspaces' data on such sessions only.
    strict: bool,
    sessions: Mutex<HashMap<String, Session>>,
}

/// The sessions. Clones share them; they end with the process, as a function asks for new ones.
#[derive(Debug, Clone)]
pub(crate) struct Tenants(Arc<Inner>);

fn statements(role: &Value) -> Vec<Value> {
    let policies = role["Policies"].as_array().map(Vec::as_slice).unwrap_or_default();
    policies.iter().flat_map(|policy| list(&policy["PolicyDocument"]["Statement"])).cloned().collect()
}

/// Whether one of the role's statements allows an access on a session. What it allows on no condition it would allow to every workspace.
fn allowed(statements: &[Value], access: &Access) -> bool {
    let bound = |statement: &&Value| statement["Condition"].as_object().is_some_and(|conditions| !conditions.is_empty());
    statements.iter().filter(bound).any(|statement| allows(statement, access).is_some())
}

impl Tenants {
    pub(crate) fn new(template: &Stack) -> Self {
        let tagged = |role: &&local_template::Resource| role.properties["AssumeRolePolicyDocument"].to_string().contains(TAG);
        let roles = template.resources_of("AWS::IAM::Role").filter(tagged);
        let roles = roles.map(|role| (role.arn.clone(), statements(&role.properties))).collect();
        let strict =
            template.functions.iter().any(|function| function.environment.get("TENANT_ROLE_ARN").is_some_and(|arn| !arn.is_empty()));
        Self(Arc::new(Inner { roles, strict, sessions: Mutex::default() }))
    }

    /// How many there are.
    pub(crate) fn sessions(&self) -> usize {
        self.0.sessions.lock().unwrap_or_else(PoisonError::into_inner).len()
    }

    /// STS: the XML answer.
    pub(crate) fn answer(&self, body: &[u8]) -> Result<String, Denied> {
        let form: HashMap<String, String> = form_urlencoded::parse(body).into_owned().collect();
        match form.get("Action").map(String::as_str) {
            Some("AssumeRole") => self.assume(&form),
            // There are no principals here: whoever asks is the account.
            Some("GetCallerIdentity") => Ok(format!(
                "<GetCallerIdentityResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><GetCallerIdentityResult>\
                 <Arn>arn:aws:iam::{ACCOUNT}:root</Arn><UserId>{ACCOUNT}</UserId><Account>{ACCOUNT}</Account></GetCallerIdentityResult>\
                 <ResponseMetadata><RequestId>{}</RequestId></ResponseMetadata></GetCallerIdentityResponse>",
                Uuid::new_v4()
            )),
            _ => Err(Denied { kind: "InvalidAction", message: "only AssumeRole and GetCallerIdentity are here".to_owned() }),
        }
    }

    fn assume(&self, form: &HashMap<String, String>) -> Result<String, Denied> {
        let field = |name: &str| form.get(name).map(String::as_str).unwrap_or_default();
        let role = field("RoleArn").to_owned();
        let tags = (1..=50).map(|number| (field(&format!("Tags.member.{number}.Key")), field(&format!("Tags.member.{number}.Value"))));
        let tags: Vec<(&str, &str)> = tags.take_while(|(key, _)| !key.is_empty()).collect();
        let [(TAG, workspace)] = tags.as_slice() else {
            return Err(Denied { kind: "AccessDenied", message: format!("the session needs the tag {TAG} and no other") });
        };
        if !self.0.roles.contains_key(&role) || workspace.is_empty() {
            return Err(Denied { kind: "AccessDenied", message: "the role cannot be assumed".to_owned() });
        }
        let seconds = field("DurationSeconds").parse().unwrap_or(3600).clamp(900, 3600);
        // The SDKs judge by the machine's clock whether their credentials are still good.
        let expires = machine_time() + SignedDuration::from_secs(seconds);
        let id = format!("ASIA{}", Uuid::new_v4().simple().to_string().to_uppercase());
        let session = Session { role, workspace: (*workspace).to_owned(), expires };
        let mut sessions = self.0.sessions.lock().unwrap_or_else(PoisonError::into_inner);
        sessions.retain(|_, session| session.expires > machine_time());
        sessions.insert(id.clone(), session);
        Ok(format!(
            "<AssumeRoleResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><AssumeRoleResult><Credentials><AccessKeyId>{id}</AccessKeyId>\
             <SecretAccessKey>{}</SecretAccessKey><SessionToken>{}</SessionToken><Expiration>{}</Expiration></Credentials></AssumeRoleResult>\
             <ResponseMetadata><RequestId>{}</RequestId></ResponseMetadata></AssumeRoleResponse>",
            Uuid::new_v4().simple(),
            Uuid::new_v4().simple(),
            expires.strftime("%Y-%m-%dT%H:%M:%SZ"),
            Uuid::new_v4()
        ))
    }

    /// Whether a request to DynamoDB may pass.
    pub(crate) fn check(&self, headers: &HeaderMap, body: &[u8]) -> Result<(), Denied> {
        let (credential, operation) = (credential(headers), header(headers, "x-amz-target").rsplit('.').next().unwrap_or_default());
        let request: Value = serde_json::from_slice(body).unwrap_or_default();
        let session = self.0.sessions.lock().unwrap_or_else(PoisonError::into_inner).get(credential).cloned();
        let asked = || accesses(operation, &request).ok_or_else(|| Denied::access(format!("dynamodb:{operation} is not allowed")));
        if let Some(session) = session {
            if session.expires <= machine_time() {
                return Err(Denied {
                    kind: "ExpiredTokenException",
                    message: "The security token included in the request is expired".to_owned(),
                });
            }
            let statements = self.0.roles.get(&session.role).map(Vec::as_slice).unwrap_or_default();
            let workspace = session.workspace;
            let tagged = asked()?.into_iter().map(|access| access.with(TAG_OF_SESSION, vec![workspace.clone()]));
            let refused = tagged.into_iter().find(|access| !allowed(statements, access));
            return refused
                .map_or(Ok(()), |access| Err(Denied::access(format!("the session of {workspace} may not use {}", access.action))));
        }
        if credential.starts_with("ASIA") {
            return Err(Denied {
                kind: "UnrecognizedClientException",
                message: "The security token included in the request is invalid".to_owned(),
            });
        }
        // A function's own role reaches no workspace's data then; tools of whoever runs the stack do.
        let own = self.0.strict && credential == ACCESS_KEY_ID && !operation.starts_with("Describe");
        if own && asked()?.iter().flat_map(|access| access.values(LEADING_KEYS)).any(|key| key.starts_with("W#")) {
            return Err(Denied::access("functions reach workspaces' data on sessions of the tenant role only"));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;
