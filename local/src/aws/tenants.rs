//! Sessions of the role for tenant data (STS AssumeRole with tags), and what their policy lets them do with the table.
//!
//! No emulator checks `dynamodb:LeadingKeys`. Here the role's own policy, as the template has it, is applied to every request that
//! comes on such a session (DynamoDB developer guide, "Using IAM policy conditions for fine-grained access control").

mod leading_keys;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use http::HeaderMap;
use jiff::{SignedDuration, Timestamp};
use local_template::Stack;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::functions::ACCESS_KEY_ID;
use leading_keys::{Access, accesses};

/// The tag without which the role cannot be assumed.
const TAG: &str = "WorkspaceId";

/// What a session was opened with.
#[derive(Debug, Clone)]
struct Session {
    role: String,
    workspace: String,
    expires: Timestamp,
}

/// Why a request is refused, in DynamoDB's or STS's words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Denied {
    pub(crate) kind: &'static str,
    pub(crate) message: String,
}

impl Denied {
    /// As STS tells it (query protocol).
    pub(crate) fn xml(&self) -> String {
        let Self { kind, message } = self;
        format!("<ErrorResponse><Error><Type>Sender</Type><Code>{kind}</Code><Message>{message}</Message></Error></ErrorResponse>")
    }
}

fn denied(message: impl Into<String>) -> Denied {
    Denied { kind: "AccessDeniedException", message: message.into() }
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

fn list(value: &Value) -> Vec<&Value> {
    value.as_array().map_or_else(|| vec![value], |values| values.iter().collect())
}

fn statements(role: &Value) -> Vec<Value> {
    let policies = role["Policies"].as_array().map(Vec::as_slice).unwrap_or_default();
    policies.iter().flat_map(|policy| list(&policy["PolicyDocument"]["Statement"])).cloned().collect()
}

/// `*` and `?` as IAM reads them.
fn like(pattern: &str, text: &str) -> bool {
    let (mut pattern_chars, mut text_chars) = (pattern.chars(), text.chars());
    match (pattern_chars.next(), text_chars.next()) {
        (None, None) => true,
        (Some('*'), _) => {
            let rest = pattern_chars.as_str();
            like(rest, text) || text.chars().next().is_some_and(|first| like(pattern, &text[first.len_utf8()..]))
        }
        (Some('?'), Some(_)) => like(pattern_chars.as_str(), text_chars.as_str()),
        (Some(expected), Some(found)) => expected == found && like(pattern_chars.as_str(), text_chars.as_str()),
        _ => false,
    }
}

/// Whether one statement allows an access. A condition that is not known here allows nothing.
fn allows(statement: &Value, session: &Session, access: &Access) -> bool {
    let action = format!("dynamodb:{}", access.action);
    let named = list(&statement["Action"]).iter().any(|pattern| pattern.as_str().is_some_and(|pattern| like(pattern, &action)));
    let reached = list(&statement["Resource"]).iter().any(|pattern| pattern.as_str().is_some_and(|pattern| access.is_on(pattern)));
    let conditions = statement["Condition"].as_object().map_or_else(Vec::new, |conditions| conditions.iter().collect());
    let held = conditions.iter().all(|(operator, keys)| {
        if operator.as_str() == "StringEquals" {
            return **keys == json!({ format!("aws:PrincipalTag/{TAG}"): session.workspace });
        }
        let Some(patterns) = keys.get("dynamodb:LeadingKeys").filter(|_| operator.as_str() == "ForAllValues:StringLike") else {
            return false;
        };
        let patterns: Vec<String> = list(patterns)
            .iter()
            .filter_map(|pattern| Some(pattern.as_str()?.replace(&format!("${{aws:PrincipalTag/{TAG}}}"), &session.workspace)))
            .collect();
        access.keys.iter().all(|key| patterns.iter().any(|pattern| like(pattern, key)))
    });
    statement["Effect"] == "Allow" && named && reached && !conditions.is_empty() && held
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

    /// STS AssumeRole: the XML answer.
    pub(crate) fn assume(&self, body: &[u8]) -> Result<String, Denied> {
        let form: HashMap<String, String> = form_urlencoded::parse(body).into_owned().collect();
        let field = |name: &str| form.get(name).map(String::as_str).unwrap_or_default();
        if field("Action") != "AssumeRole" {
            return Err(Denied { kind: "InvalidAction", message: "only AssumeRole is here".to_owned() });
        }
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
        let expires = Timestamp::now() + SignedDuration::from_secs(seconds);
        let id = format!("ASIA{}", Uuid::new_v4().simple().to_string().to_uppercase());
        let session = Session { role, workspace: (*workspace).to_owned(), expires };
        let mut sessions = self.0.sessions.lock().unwrap_or_else(PoisonError::into_inner);
        sessions.retain(|_, session| session.expires > Timestamp::now());
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
        let header = |name: &str| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let credential = header("authorization").split("Credential=").nth(1).and_then(|rest| rest.split('/').next()).unwrap_or_default();
        let operation = header("x-amz-target").rsplit('.').next().unwrap_or_default();
        let request: Value = serde_json::from_slice(body).unwrap_or_default();
        let session = self.0.sessions.lock().unwrap_or_else(PoisonError::into_inner).get(credential).cloned();
        let accesses = || accesses(operation, &request).ok_or_else(|| denied(format!("dynamodb:{operation} is not allowed")));
        if let Some(session) = session {
            if session.expires <= Timestamp::now() {
                return Err(Denied {
                    kind: "ExpiredTokenException",
                    message: "The security token included in the request is expired".to_owned(),
                });
            }
            let statements = self.0.roles.get(&session.role).map(Vec::as_slice).unwrap_or_default();
            let refused = accesses()?.into_iter().find(|access| !statements.iter().any(|statement| allows(statement, &session, access)));
            return refused.map_or(Ok(()), |access| {
                Err(denied(format!("the session of {} may not use dynamodb:{}", session.workspace, access.action)))
            });
        }
        if credential.starts_with("ASIA") {
            return Err(Denied {
                kind: "UnrecognizedClientException",
                message: "The security token included in the request is invalid".to_owned(),
            });
        }
        // A function's own role reaches no workspace's data then; tools of whoever runs the stack do.
        let own = self.0.strict && credential == ACCESS_KEY_ID && !operation.starts_with("Describe");
        if own && accesses()?.iter().flat_map(|access| &access.keys).any(|key| key.starts_with("W#")) {
            return Err(denied("functions reach workspaces' data on sessions of the tenant role only"));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;
