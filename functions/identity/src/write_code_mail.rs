//! Trigger: before the identity provider e-mails a sign-in code, the message is put into the workspace's own layout and the member's language.
//!
//! The code itself is not known here: the provider puts it in the place of `codeParameter`.

use crate::invitation::{self, Brings, Correspondents, Occasion, Written};
use lambda::{App, FunctionError, Handler, Job, Table::GetItem};
use people_model::members;
use serde_json::{Value, json};
use std::time::Duration;
use table::TableError;
use tokio::time::timeout;
use trellis_core::ids::{MemberId, WorkspaceId};
use workspaces_model::workspaces;

/// The messages with codes of sign-ins.
const SOURCE: &str = "CustomMessage_Authentication";

/// How long the table may take. Cognito waits 5 s for a trigger, and a trigger that comes too late fails the sign-in.
const LONGEST: Duration = Duration::from_secs(2);

pub(crate) fn handler() -> Handler {
    Job::handler("write-code-mail", handle)
        .table(&[GetItem])
        .timeout(5)
        .called_by("Cognito before it e-mails a sign-in code")
        // The user pool needs this function, and the area's others need the pool.
        .in_stack("triggers")
        .example(
            r#"{
              "version": "1", "triggerSource": "CustomMessage_Authentication", "region": "eu-central-1",
              "userPoolId": "eu-central-1_Trellis", "userName": "01JZ8Q4N7E5T9V3W2XKBYMCD6H",
              "callerContext": {"awsSdkVersion": "3", "clientId": "portal"},
              "request": {
                "userAttributes": {
                  "sub": "01JZ8Q4N7E5T9V3W2XKBYMCD6H", "email": "learner@acme.example", "email_verified": "true",
                  "custom:workspace": "acme"
                },
                "codeParameter": "{####}", "usernameParameter": null
              },
              "response": {"smsMessage": null, "emailMessage": null, "emailSubject": null}
            }"#,
        )
}

/// Takes and answers Cognito's custom-message event with `response` filled in. Whatever cannot be written here stays as Cognito has it: a
/// code in plain words lets its owner in, and none does not.
async fn handle(app: App, mut event: Value) -> Result<Value, FunctionError> {
    let late = |_| Err(TableError::Unavailable("the table takes too long".to_owned()));
    let written = match timeout(LONGEST, written(&app, &event)).await.unwrap_or_else(late) {
        Ok(Some(written)) => written,
        Ok(None) => return Ok(event),
        Err(error) => {
            tracing::error!(%error, "a code goes out in the identity provider's own words");
            return Ok(event);
        }
    };
    let message =
        json!({ "smsMessage": null, "emailMessage": written.html, "emailSubject": invitation::subject_for_codes(&written.subject) });
    if let Some(fields) = event.as_object_mut() {
        fields.insert("response".to_owned(), message);
    }
    Ok(event)
}

async fn written(app: &App, event: &Value) -> Result<Option<Written>, TableError> {
    let text = |pointer: &str| event.pointer(pointer).and_then(Value::as_str);
    let workspace: Option<WorkspaceId> = text("/request/userAttributes/custom:workspace").and_then(|id| id.parse().ok());
    let member: Option<MemberId> = text("/userName").and_then(|id| id.parse().ok());
    let (Some(SOURCE), Some(workspace), Some(member), Some(code)) =
        (text("/triggerSource"), workspace, member, text("/request/codeParameter"))
    else {
        return Ok(None);
    };
    let Some((scope, workspace)) = workspaces::workspace(&app.operation(), &workspace).await? else { return Ok(None) };
    let tenant = app.tenant(&scope);
    let Some(member) = members::member(&tenant, member).await? else { return Ok(None) };
    let who = Correspondents::of(&workspace.value, &member.value);
    Ok(Some(invitation::write(who, Occasion::Code, Brings::Code(code))))
}
