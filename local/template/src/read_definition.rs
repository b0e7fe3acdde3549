//! Reading routes from the API's `DefinitionBody`, where functions of nested stacks can be named.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::fields::Fields;
use crate::read_events::arn;
use crate::template::Declared;
use crate::{Api, ApiEvent, TemplateError};

const DEFINITION: &[&str] = &["info", "paths", "securityDefinitions", "swagger"];
const METHODS: &[&str] = &["delete", "get", "head", "options", "patch", "post", "put", "x-amazon-apigateway-any-method"];
const METHOD: &[&str] = &["responses", "security", INTEGRATION];
const INTEGRATION: &str = "x-amazon-apigateway-integration";
const KEY: &str = "api_key";

/// The routes of the definition, by the logical ids of their functions.
pub(crate) fn read_definition(body: &Value, api: &Api, declared: &[Declared]) -> Result<BTreeMap<String, Vec<ApiEvent>>, TemplateError> {
    let definition = Fields::of(body)?;
    definition.only(DEFINITION)?;
    let mut routes: BTreeMap<String, Vec<ApiEvent>> = BTreeMap::new();
    for (path, methods) in definition.fields("paths")?.entries() {
        let inside = |error: TemplateError| error.inside(path).inside("paths");
        if !path.starts_with('/') {
            return Err(inside(TemplateError::new("must begin with a slash")));
        }
        let methods = Fields::of(methods).map_err(inside)?;
        methods.only(METHODS).map_err(inside)?;
        for (method, described) in methods.entries() {
            let read = Fields::of(described).and_then(|described| read_method(described, api, declared));
            let (function, authorizer, api_key_required) = read.map_err(|error| inside(error.inside(method)))?;
            let method = if method.starts_with("x-") { "ANY".to_owned() } else { method.to_ascii_uppercase() };
            routes.entry(function).or_default().push(ApiEvent { path: path.clone(), method, authorizer, api_key_required, timeout: None });
        }
    }
    Ok(routes)
}

/// The function behind a method, its authorizer, and whether it asks for an API key.
fn read_method(fields: Fields<'_>, api: &Api, declared: &[Declared]) -> Result<(String, Option<String>, bool), TemplateError> {
    fields.only(METHOD)?;
    let function =
        fields.fields(INTEGRATION).and_then(|fields| read_integration(fields, declared).map_err(|error| error.inside(INTEGRATION)))?;
    let (mut authorizer, mut api_key_required) = (api.default_authorizer.clone(), api.api_key_required);
    for requirement in fields.list("security")? {
        let inside = |error: TemplateError| error.inside("security");
        for (name, _) in Fields::of(requirement).map_err(inside)?.entries() {
            if name == KEY {
                api_key_required = true;
            } else if api.authorizers.iter().any(|authorizer| authorizer.name == *name) {
                authorizer = Some(name.clone());
            } else {
                return Err(inside(TemplateError::new(format!("{name} is no authorizer of {}", api.logical_id))));
            }
        }
    }
    Ok((function, authorizer, api_key_required))
}

/// The logical id of the function that a method calls.
fn read_integration(fields: Fields<'_>, declared: &[Declared]) -> Result<String, TemplateError> {
    fields.only(&["credentials", "httpMethod", "type", "uri"])?;
    for (key, wanted) in [("type", "aws_proxy"), ("httpMethod", "POST")] {
        if fields.text(key)? != wanted {
            return Err(TemplateError::new(format!("must be {wanted}, by which functions are called")).inside(key));
        }
    }
    // Nothing else lets the gateway call a function of another stack: SAM adds permissions for its own events only.
    let role = arn(fields, "credentials")?;
    let roles = |one: &&Declared| one.resource.kind == "AWS::IAM::Role" && one.resource.arn == role;
    declared.iter().find(roles).ok_or_else(|| TemplateError::new(format!("{role} is no role here")).inside("credentials"))?;
    let uri = fields.text("uri")?;
    let arn = uri.split_once(":lambda:path/2015-03-31/functions/").and_then(|(_, rest)| rest.strip_suffix("/invocations"));
    declared
        .iter()
        .map(|one| &one.resource)
        .find(|resource| resource.kind == "AWS::Serverless::Function" && arn == Some(resource.arn.as_str()))
        .map(|function| function.path.clone())
        .ok_or_else(|| TemplateError::new(format!("{uri} calls no function here")).inside("uri"))
}
