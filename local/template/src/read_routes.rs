//! Reading routes: `Type: Api`.

use std::time::Duration;

use crate::fields::{Fields, text_of};
use crate::{Api, ApiEvent, Resource, TemplateError};

const API: &[&str] =
    &["Auth", "Method", "Path", "RequestModel", "RequestParameters", "ResponseTransferMode", "RestApiId", "TimeoutInMillis"];
const API_AUTH: &[&str] = &["ApiKeyRequired", "AuthorizationScopes", "Authorizer", "InvokeRole", "OverrideApiAuth", "ResourcePolicy"];

/// Reads a route of `function`.
pub(crate) fn read_route(fields: Fields<'_>, function: &Resource, api: &Api) -> Result<ApiEvent, TemplateError> {
    fields.only(API)?;
    fields.none_of(&["RequestModel", "RequestParameters", "ResponseTransferMode"])?;
    check_api(fields, function, api).map_err(|error| error.inside("RestApiId"))?;
    let path = fields.text("Path")?;
    if !path.starts_with('/') {
        return Err(TemplateError::new("must begin with a slash").inside("Path"));
    }
    let auth = fields.fields("Auth")?;
    let inside = |error: TemplateError| error.inside("Auth");
    auth.only(API_AUTH).map_err(inside)?;
    auth.none_of(&["AuthorizationScopes", "OverrideApiAuth", "ResourcePolicy"]).map_err(inside)?;
    let authorizer = match auth.optional_text("Authorizer").map_err(inside)? {
        None => api.default_authorizer.clone(),
        Some(name) if name == "NONE" => None,
        Some(name) if api.authorizers.iter().any(|authorizer| authorizer.name == name) => Some(name),
        Some(name) => {
            let message = format!("{name} is no authorizer of {}", api.logical_id);
            return Err(inside(TemplateError::new(message).inside("Authorizer")));
        }
    };
    let api_key_required = auth.flag("ApiKeyRequired", api.api_key_required).map_err(inside)?;
    let timeout = fields.optional_number("TimeoutInMillis", 50..=900_000)?;
    Ok(ApiEvent {
        path,
        method: fields.text("Method")?.to_ascii_uppercase(),
        authorizer,
        api_key_required,
        timeout: timeout.map(Duration::from_millis),
    })
}

/// SAM puts a route into the API of the same template that `RestApiId` refers to; without it, into
/// an implicit API of its own, which is hardly meant when another one is declared.
fn check_api(fields: Fields<'_>, function: &Resource, api: &Api) -> Result<(), TemplateError> {
    let stack_of = |path: &str| path.rsplit_once('/').map(|(stack, _)| stack.to_owned());
    let given = fields.get("RestApiId");
    let implicit = api.logical_id == crate::references::IMPLICIT_API;
    if given.is_null() && implicit {
        return Ok(());
    }
    if given.is_null() {
        return Err(TemplateError::new(format!("is required: without it SAM makes a second API beside {}", api.logical_id)));
    }
    if text_of(given)? != api.physical_id || stack_of(&function.path) != stack_of(&api.logical_id) {
        return Err(TemplateError::new("must refer to the API of the same template"));
    }
    Ok(())
}
