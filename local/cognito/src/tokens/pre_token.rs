//! The pre-token-generation trigger: its event, in Cognito's shape, and its answer.

use serde_json::{Value, json};

use super::overrides::Overrides;
use crate::options::TriggerCall;
use crate::pools::Pool;
use crate::pools::settings::TriggerVersion;
use crate::refusal::Refusal;
use crate::request::TextMap;
use crate::service::Service;
use crate::users::User;

/// For whom tokens are about to be made.
pub(crate) struct Subject<'a> {
    pub(crate) pool: &'a Pool,
    pub(crate) client_id: &'a str,
    /// Nobody for a machine.
    pub(crate) user: Option<&'a User>,
    pub(crate) source: &'static str,
    pub(crate) scopes: &'a [&'a str],
    pub(crate) client_metadata: Option<TextMap>,
}

/// Calls the pool's trigger, if it has one for this subject. Machines are for version 3 only.
///
/// # Errors
/// `UserLambdaValidationException` with the function's message, or `InvalidLambdaResponseException`.
pub(crate) async fn ask(service: &Service, subject: Subject<'_>) -> Result<Overrides, Refusal> {
    let Some(trigger) = subject.pool.settings.pre_token_trigger() else {
        return Ok(Overrides::default());
    };
    let version = trigger.lambda_version;
    if subject.user.is_none() && version < TriggerVersion::V3 {
        return Ok(Overrides::default());
    }
    let event = event(&service.options.region, &subject, version);
    let call = TriggerCall { function_arn: trigger.lambda_arn, event };
    let output = (service.options.trigger)(call)
        .await
        .map_err(|error| Refusal::new("UserLambdaValidationException", format!("PreTokenGeneration failed with error {error}.")))?;
    Overrides::read(&output, version)
}

/// A user's attributes as triggers get them.
pub(crate) fn attributes_of(user: &User) -> Value {
    let all = user.all_attributes().chain([("cognito:user_status", user.status.name())]);
    all.map(|(name, value)| (name.to_owned(), json!(value))).collect()
}

fn event(region: &str, subject: &Subject<'_>, version: TriggerVersion) -> Value {
    let attributes = subject.user.map_or_else(|| json!({}), attributes_of);
    let mut request = json!({
        "userAttributes": attributes,
        "groupConfiguration": {
            "groupsToOverride": [],
            "iamRolesToOverride": [],
            "preferredRole": null,
        },
    });
    if let Some(metadata) = &subject.client_metadata {
        request["clientMetadata"] = json!(metadata);
    }
    let (number, details) = match version {
        TriggerVersion::V1 => ("1", "claimsOverrideDetails"),
        TriggerVersion::V2 => ("2", "claimsAndScopeOverrideDetails"),
        TriggerVersion::V3 => ("3", "claimsAndScopeOverrideDetails"),
    };
    if version > TriggerVersion::V1 {
        request["scopes"] = json!(subject.scopes);
    }
    json!({
        "version": number,
        "triggerSource": subject.source,
        "region": region,
        "userPoolId": subject.pool.id,
        "userName": subject.user.map_or(subject.client_id, |user| &user.username),
        "callerContext": {
            "awsSdkVersion": "aws-sdk-unknown-unknown",
            "clientId": subject.client_id,
        },
        "request": request,
        "response": { details: null },
    })
}

#[cfg(test)]
mod tests;
