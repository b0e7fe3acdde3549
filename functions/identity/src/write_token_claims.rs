//! Trigger: before the identity provider issues tokens, the workspace and who it is there are written into them.

mod federated;
mod machine;
mod person;

use crate::enrolment;
use lambda::{App, FunctionError, Grant, Handler, Job, On, Table::GetItem};
use serde_json::{Map, Value, json};

/// Claims by name.
type Claims = Map<String, Value>;

pub(crate) fn handler() -> Handler {
    Job::handler("write-token-claims", handle)
        .table(&[GetItem])
        // The day of a program's last use; of what a workspace has, nothing else.
        .granted([Grant {
            actions: &["dynamodb:PutItem"],
            on: On::These(&["!Ref TableArn"]),
            condition: Some(
                "{ 'Null': { dynamodb:LeadingKeys: 'false' }, ForAllValues:StringLike: { dynamodb:LeadingKeys: ['W#*#API_CLIENT#*'] } }",
            ),
        }])
        .timeout(5)
        .called_by("Cognito before it issues tokens")
        // The user pool needs this function, and the area's others need the pool.
        .in_stack("triggers")
        .example(
            r#"{
              "version": "3", "triggerSource": "TokenGeneration_Authentication", "region": "eu-central-1",
              "userPoolId": "eu-central-1_Trellis", "userName": "01JZ8Q4N7E5T9V3W2XKBYMCD6H",
              "callerContext": {"awsSdkVersion": "3", "clientId": "portal"},
              "request": {
                "userAttributes": {"sub": "01JZ8Q4N7E5T9V3W2XKBYMCD6H", "email_verified": "true", "custom:workspace": "acme"},
                "groupConfiguration": {"groupsToOverride": [], "iamRolesToOverride": [], "preferredRole": null},
                "scopes": ["aws.cognito.signin.user.admin"]
              },
              "response": {"claimsAndScopeOverrideDetails": null}
            }"#,
        )
}

/// The part of Cognito's event that says for whom tokens are. Of the caller's `clientMetadata` only a ticket
/// of our own is read: the rest proves nothing.
struct Event<'a>(&'a Value);

impl Event<'_> {
    fn text(&self, pointer: &str) -> Option<&str> {
        self.0.pointer(pointer).and_then(Value::as_str)
    }
}

/// Whoever may not come in gets no token: an error refuses the sign-in, the refresh or the grant.
fn refused() -> FunctionError {
    FunctionError::refused("this client or user may not sign in")
}

fn claims<const N: usize>(pairs: [(&str, String); N]) -> Claims {
    pairs.into_iter().map(|(name, value)| (name.to_owned(), Value::String(value))).collect()
}

/// Takes and answers Cognito's pre-token-generation event, version 2 or 3, with `response` filled in.
async fn handle(app: App, mut event: Value) -> Result<Value, FunctionError> {
    let asked = Event(&event);
    let claims = match asked.text("/triggerSource") {
        Some("TokenGeneration_ClientCredentials") => machine::claims(&app, &asked).await?,
        _ if federated::concerns(&asked) => federated::claims(&app, &asked).await?,
        _ => person::claims(&app, &asked).await?,
    };
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
