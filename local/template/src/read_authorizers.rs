//! Reading the API's Lambda authorizers.

use std::time::Duration;

use serde_json::Value;

use crate::fields::Fields;
use crate::template::Declared;
use crate::{Authorizer, AuthorizerKind, TemplateError};

const KNOWN: &[&str] = &["DisableFunctionDefaultPermissions", "FunctionArn", "FunctionInvokeRole", "FunctionPayloadType", "Identity"];
const IDENTITY: &[&str] = &["Context", "Header", "Headers", "QueryStrings", "ReauthorizeEvery", "StageVariables", "ValidationExpression"];

/// Reads `Auth.Authorizers`.
pub(crate) fn read_authorizers(auth: Fields<'_>, declared: &[Declared]) -> Result<Vec<Authorizer>, TemplateError> {
    let mut authorizers = Vec::new();
    for (name, authorizer) in auth.fields("Authorizers")?.entries() {
        let authorizer = read_authorizer(name, authorizer, declared);
        authorizers.push(authorizer.map_err(|error| error.inside(name).inside("Authorizers"))?);
    }
    Ok(authorizers)
}

fn read_authorizer(name: &str, authorizer: &Value, declared: &[Declared]) -> Result<Authorizer, TemplateError> {
    let fields = Fields::of(authorizer)?;
    fields.none_of(&["UserPoolArn", "AuthorizationScopes"])?;
    fields.only(KNOWN)?;
    let kind = match fields.optional_text("FunctionPayloadType")?.as_deref() {
        None | Some("TOKEN") => AuthorizerKind::Token,
        Some("REQUEST") => AuthorizerKind::Request,
        Some(_) => {
            return Err(TemplateError::new("must be TOKEN or REQUEST").inside("FunctionPayloadType"));
        }
    };
    let arn = fields.text("FunctionArn")?;
    let function = declared
        .iter()
        .map(|declared| &declared.resource)
        .find(|resource| resource.kind == "AWS::Serverless::Function" && resource.arn == arn)
        .ok_or_else(|| TemplateError::new(format!("{arn} is no function here")).inside("FunctionArn"))?;
    let identity = fields.fields("Identity")?;
    let mut authorizer = read_identity(kind, identity).map_err(|error| error.inside("Identity"))?;
    authorizer.name = name.to_owned();
    authorizer.function_logical_id = function.path.clone();
    Ok(authorizer)
}

fn read_identity(kind: AuthorizerKind, identity: Fields<'_>) -> Result<Authorizer, TemplateError> {
    identity.only(IDENTITY)?;
    let ttl: Duration = identity.seconds("ReauthorizeEvery", 300, 0..=3600)?;
    let headers = match kind {
        AuthorizerKind::Token => {
            identity.none_of(&["Headers", "QueryStrings", "StageVariables", "Context"])?;
            vec![identity.optional_text("Header")?.unwrap_or_else(|| "Authorization".to_owned())]
        }
        AuthorizerKind::Request => {
            identity.none_of(&["Header", "ValidationExpression"])?;
            identity.texts("Headers")?
        }
    };
    let authorizer = Authorizer {
        name: String::new(),
        function_logical_id: String::new(),
        kind,
        headers,
        query_strings: identity.texts("QueryStrings")?,
        stage_variables: identity.texts("StageVariables")?,
        context: identity.texts("Context")?,
        validation_expression: identity.optional_text("ValidationExpression")?,
        ttl,
    };
    let sources = [&authorizer.headers, &authorizer.query_strings, &authorizer.stage_variables, &authorizer.context];
    if !ttl.is_zero() && sources.iter().all(|source| source.is_empty()) {
        return Err(TemplateError::new("must name an identity source unless ReauthorizeEvery is 0"));
    }
    Ok(authorizer)
}
