//! Trigger: before the identity provider issues tokens, the workspace and who it is there are written into them.

mod federated;
mod machine;
mod person;

use crate::enrolment;
use lambda::{App, FunctionError, Handler, Job};
use serde_json::{Map, Value, json};

/// Claims by name.
type Claims = Map<String, Value>;

pub(crate) fn handler() -> Handler {
    Job::handler("write-token-claims", handle)
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
    FunctionError::failed("this client or user may not sign in")
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
