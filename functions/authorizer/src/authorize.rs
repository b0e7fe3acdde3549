//! The gateway's authorizer: from an access token to a policy, a workspace and a usage key.

use crate::{
    answer::{Answer, Context},
    key_set::KeySet,
    keys::Keys,
    machine, policy,
    token::{Bearer, Expected, bearer},
};
use identity_model::admission::{self, Admission, WorkspaceAtDoor};
use jiff::Timestamp;
use lambda::{App, FunctionError, Handler, Job, Setting, Table::BatchGetItem};
use people_model::member::MemberState;
use serde::Deserialize;
use std::{collections::HashMap, sync::Arc};
use trellis_core::role;
use workspaces_model::workspaces::WorkspaceState;

/// API Gateway's REQUEST event, as far as it matters.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct AuthorizerEvent {
    pub(crate) method_arn: String,
    #[serde(default)]
    headers: Option<HashMap<String, String>>,
}

impl AuthorizerEvent {
    fn authorization(&self) -> Option<&str> {
        let headers = self.headers.as_ref()?;
        headers.iter().find(|(name, _)| name.eq_ignore_ascii_case("authorization")).map(|(_, value)| value.as_str())
    }
}

/// Why somebody is not let in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Refused(pub(crate) &'static str);

pub(crate) const BAD_ARN: Refused = Refused("the gateway's event names no method");

/// The workspace, if it is open.
pub(crate) fn open(workspace: Option<WorkspaceAtDoor>) -> Result<WorkspaceAtDoor, Refused> {
    workspace.filter(|workspace| workspace.state == WorkspaceState::Open).ok_or(Refused("the workspace is not open"))
}

const CLIENT_ID: Setting = Setting::new("CLIENT_ID", "!Ref ClientId");
const ISSUER: Setting = Setting::new(
    "ISSUER",
    "!If [HasIssuerBase, !Sub '${IssuerBase}/${UserPoolId}', !Sub 'https://issuer-cognito-idp.${AWS::Region}.amazonaws.com/${UserPoolId}']",
);

pub(crate) fn handler() -> Handler {
    let keys = Arc::new(Keys::default());
    Job::handler("authorize", move |app: App, event: AuthorizerEvent| {
        let keys = Arc::clone(&keys);
        async move { authorize(&app, &keys, &event).await }
    })
    .table(&[BatchGetItem])
    .settings(&[CLIENT_ID, ISSUER])
    .timeout(5)
    .example(
        r#"{
          "type": "REQUEST", "methodArn": "arn:aws:execute-api:eu-central-1:000000000000:local/live/GET/v1/me",
          "resource": "/v1/me", "path": "/v1/me", "httpMethod": "GET",
          "headers": {"Authorization": "Bearer not-a-token"}, "queryStringParameters": {}, "pathParameters": {},
          "stageVariables": {},
          "requestContext": {
            "path": "/v1/me", "accountId": "000000000000", "resourceId": "r", "stage": "live",
            "requestId": "7f2c1f2e-3b1c-4c55-9c3e-5b1d7a0c1a11", "identity": {"sourceIp": "127.0.0.1"},
            "resourcePath": "/v1/me", "httpMethod": "GET", "apiId": "local"
          }
        }"#,
    )
}

/// Everything that is not plainly right is refused as unauthorized. Which part was wrong is for the log alone.
async fn authorize(app: &App, keys: &Keys, event: &AuthorizerEvent) -> Result<Answer, FunctionError> {
    answer(app, keys, event).await?.map_err(|Refused(reason)| {
        tracing::info!(reason, "refused");
        FunctionError::unauthorized()
    })
}

async fn answer(app: &App, keys: &Keys, event: &AuthorizerEvent) -> Result<Result<Answer, Refused>, FunctionError> {
    let expected = Expected { issuer: app.settings().require("ISSUER")?, client: app.settings().require("CLIENT_ID")? };
    let key_set = app.service::<KeySet>()?;
    let bearer = async {
        let Some((token, kid)) = event.authorization().and_then(bearer) else { return Ok(Err(Refused("no token of this form"))) };
        let Some(key) = keys.get(&kid, &key_set).await.map_err(FunctionError::failed)? else {
            return Ok(Err(Refused("the issuer has no such key, or does not answer")));
        };
        Ok::<_, FunctionError>(expected.verify(token, &key, app.now()))
    };
    Ok(match bearer.await? {
        Ok(Bearer::Member { workspace, id, session, second_factor }) => {
            admit(admission::admission(&app.operation(), workspace, id, &session).await?, second_factor, app.now(), event)
        }
        Ok(Bearer::Machine { workspace, id, client_id, scopes }) => {
            machine::admit(admission::machine_admission(&app.operation(), workspace, id).await?, &client_id, &scopes, event)
        }
        Err(refused) => Err(refused),
    })
}

/// A token outlives what it says: the member, the session and the workspace are asked as well.
fn admit(admission: Admission, second_factor: bool, now: Timestamp, event: &AuthorizerEvent) -> Result<Answer, Refused> {
    let workspace = open(admission.workspace)?;
    let session = admission.session.filter(|session| !session.revoked).ok_or(Refused("the session is over"))?;
    let member = admission.member.filter(|member| member.state == MemberState::Active).ok_or(Refused("the member is not active"))?;
    // Support is let in for a time; then nothing is left of it.
    let in_time = Some(member.roles_at(now)).filter(|roles| !roles.is_empty()).ok_or(Refused("the member has no role now"))?;
    // Only roles that count in this session reach a policy or a handler.
    let counting = role::counting(&in_time, second_factor);
    let roles: Vec<&str> = counting.iter().map(|role| role.name()).collect();
    Ok(Answer {
        principal_id: member.id.to_string(),
        policy_document: policy::document(policy::allowed_paths(&counting), &event.method_arn).ok_or(BAD_ARN)?,
        context: Context::Member {
            workspace: workspace.id,
            member_id: member.id,
            roles: roles.join(" "),
            session: session.id,
            regions: serde_json::to_string(&member.regions).map_err(|_| Refused("the member's regions cannot be written"))?,
            support_until: member.support_until.map(|until| until.to_string()).unwrap_or_default(),
        },
        usage_identifier_key: workspace.usage_key,
    })
}
