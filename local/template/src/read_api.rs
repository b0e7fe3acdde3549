//! Reading the REST API's properties.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::fields::{Fields, text_of};
use crate::read_authorizers::read_authorizers;
use crate::read_usage_plans::{read_throttle, read_usage_plan};
use crate::template::Declared;
use crate::{Api, ApiKeySource, Cors, GatewayResponse, MethodThrottle, Resource, TemplateError};

/// What SAM knows (aws-sam-translator 1.115.0). Most of it means nothing to a local process.
const KNOWN: &[&str] = &[
    "AccessLogSetting",
    "AlwaysDeploy",
    "ApiKeySourceType",
    "Auth",
    "BinaryMediaTypes",
    "CacheClusterEnabled",
    "CacheClusterSize",
    "CanarySetting",
    "Cors",
    "DefinitionBody",
    "DefinitionUri",
    "Description",
    "DisableExecuteApiEndpoint",
    "Domain",
    "EndpointAccessMode",
    "EndpointConfiguration",
    "FailOnWarnings",
    "GatewayResponses",
    "MergeDefinitions",
    "MethodSettings",
    "MinimumCompressionSize",
    "Mode",
    "Models",
    "Name",
    "OpenApiVersion",
    "Policy",
    "PropagateTags",
    "SecurityPolicy",
    "StageName",
    "Tags",
    "TracingEnabled",
    "Variables",
];
const AUTH: &[&str] = &[
    "AddApiKeyRequiredToCorsPreflight",
    "AddDefaultAuthorizerToCorsPreflight",
    "ApiKeyRequired",
    "Authorizers",
    "DefaultAuthorizer",
    "InvokeRole",
    "ResourcePolicy",
    "UsagePlan",
];
const CORS: &[&str] = &["AllowCredentials", "AllowHeaders", "AllowMethods", "AllowOrigin", "MaxAge"];
/// Every type of gateway response (Amazon API Gateway developer guide, "Gateway response types").
const RESPONSE_TYPES: &[&str] = &[
    "ACCESS_DENIED",
    "API_CONFIGURATION_ERROR",
    "AUTHORIZER_CONFIGURATION_ERROR",
    "AUTHORIZER_FAILURE",
    "BAD_REQUEST_BODY",
    "BAD_REQUEST_PARAMETERS",
    "DEFAULT_4XX",
    "DEFAULT_5XX",
    "EXPIRED_TOKEN",
    "INTEGRATION_FAILURE",
    "INTEGRATION_TIMEOUT",
    "INVALID_API_KEY",
    "INVALID_SIGNATURE",
    "MISSING_AUTHENTICATION_TOKEN",
    "QUOTA_EXCEEDED",
    "REQUEST_TOO_LARGE",
    "RESOURCE_NOT_FOUND",
    "THROTTLED",
    "UNAUTHORIZED",
    "UNSUPPORTED_MEDIA_TYPE",
    "WAF_FILTERED",
];

/// Reads one `AWS::Serverless::Api`; authorizer functions and usage plans are among `declared`.
pub(crate) fn read_api(resource: &Resource, declared: &[Declared]) -> Result<Api, TemplateError> {
    let fields = Fields::of(&resource.properties)?;
    fields.only(KNOWN)?;
    fields.none_of(&["DefinitionUri", "MergeDefinitions"])?;
    let auth = fields.fields("Auth")?;
    let inside = |error: TemplateError| error.inside("Auth");
    auth.only(AUTH).map_err(inside)?;
    auth.none_of(&["UsagePlan"]).map_err(inside)?;
    let authorizers = read_authorizers(auth, declared).map_err(inside)?;
    let default_authorizer = auth.optional_text("DefaultAuthorizer").map_err(inside)?;
    if let Some(name) = &default_authorizer
        && !authorizers.iter().any(|authorizer| authorizer.name == *name)
    {
        let message = format!("{name} is none of the Authorizers");
        return Err(inside(TemplateError::new(message).inside("DefaultAuthorizer")));
    }
    let api_key_required = auth.flag("ApiKeyRequired", false).map_err(inside)?;
    let mut usage_plans = Vec::new();
    for plan in declared.iter().filter(|one| one.resource.kind == "AWS::ApiGateway::UsagePlan") {
        usage_plans.push(read_usage_plan(&plan.resource).map_err(|error| plan.locate(error))?);
    }
    Ok(Api {
        logical_id: resource.path.clone(),
        physical_id: resource.physical_id.clone(),
        stage: fields.text("StageName")?,
        stage_variables: fields.text_map("Variables")?,
        cors: read_cors(fields, auth, default_authorizer.is_some())?,
        default_authorizer,
        authorizers,
        api_key_required,
        api_key_source: api_key_source(fields)?,
        gateway_responses: gateway_responses(fields).map_err(|error| error.inside("GatewayResponses"))?,
        binary_media_types: binary_media_types(fields)?,
        usage_plans,
        throttling: throttling(fields).map_err(|error| error.inside("MethodSettings"))?,
    })
}

fn api_key_source(fields: Fields<'_>) -> Result<ApiKeySource, TemplateError> {
    match fields.optional_text("ApiKeySourceType")?.as_deref() {
        None | Some("HEADER") => Ok(ApiKeySource::Header),
        Some("AUTHORIZER") => Ok(ApiKeySource::Authorizer),
        Some(_) => Err(TemplateError::new("must be HEADER or AUTHORIZER").inside("ApiKeySourceType")),
    }
}

fn binary_media_types(fields: Fields<'_>) -> Result<Vec<String>, TemplateError> {
    let types = fields.texts("BinaryMediaTypes")?;
    Ok(types.into_iter().map(|kind| kind.replace("~1", "/")).collect())
}

fn read_cors(fields: Fields<'_>, auth: Fields<'_>, has_default_authorizer: bool) -> Result<Option<Cors>, TemplateError> {
    let value = fields.get("Cors");
    let inside = |error: TemplateError| error.inside("Cors");
    let mut cors = match value {
        Value::Null => return Ok(None),
        Value::Object(_) => read_cors_map(fields.fields("Cors")?).map_err(inside)?,
        origin => Cors { allow_origin: unquoted(&text_of(origin).map_err(inside)?).map_err(inside)?, ..Cors::default() },
    };
    let inside = |error: TemplateError| error.inside("Auth");
    let guarded = auth.flag("AddDefaultAuthorizerToCorsPreflight", true).map_err(inside)?;
    cors.authorize_preflight = guarded && has_default_authorizer;
    let keyed = auth.flag("AddApiKeyRequiredToCorsPreflight", true).map_err(inside)?;
    cors.api_key_for_preflight = keyed && auth.flag("ApiKeyRequired", false).map_err(inside)?;
    Ok(Some(cors))
}

fn read_cors_map(fields: Fields<'_>) -> Result<Cors, TemplateError> {
    fields.only(CORS)?;
    let quoted = |key: &str| match fields.optional_text(key)? {
        Some(text) => unquoted(&text).map(Some).map_err(|error| error.inside(key)),
        None => Ok(None),
    };
    Ok(Cors {
        allow_origin: quoted("AllowOrigin")?.unwrap_or_else(|| "*".to_owned()),
        allow_methods: quoted("AllowMethods")?,
        allow_headers: quoted("AllowHeaders")?,
        allow_credentials: fields.flag("AllowCredentials", false)?,
        max_age: quoted("MaxAge")?,
        ..Cors::default()
    })
}

/// API Gateway takes the value as an expression, in which text stands in single quotes.
fn unquoted(text: &str) -> Result<String, TemplateError> {
    text.strip_prefix('\'')
        .and_then(|text| text.strip_suffix('\''))
        .map(str::to_owned)
        .ok_or_else(|| TemplateError::new(format!("must stand in single quotes inside the text: \"'{text}'\"")))
}

fn gateway_responses(fields: Fields<'_>) -> Result<BTreeMap<String, GatewayResponse>, TemplateError> {
    let mut responses = BTreeMap::new();
    let declared = Fields::of(fields.get("GatewayResponses"))?;
    declared.only(RESPONSE_TYPES)?;
    for (kind, response) in declared.entries() {
        let response = Fields::of(response).and_then(gateway_response);
        responses.insert(kind.clone(), response.map_err(|error| error.inside(kind))?);
    }
    Ok(responses)
}

fn gateway_response(fields: Fields<'_>) -> Result<GatewayResponse, TemplateError> {
    fields.only(&["ResponseParameters", "ResponseTemplates", "StatusCode"])?;
    let parameters = fields.fields("ResponseParameters")?;
    let inside = |error: TemplateError| error.inside("ResponseParameters");
    parameters.only(&["Headers", "Paths", "QueryStrings"]).map_err(inside)?;
    Ok(GatewayResponse {
        status: fields.optional_number("StatusCode", 100..=599)?,
        parameters: parameters.text_map("Headers").map_err(inside)?,
        templates: fields.text_map("ResponseTemplates")?,
    })
}

fn throttling(fields: Fields<'_>) -> Result<Vec<MethodThrottle>, TemplateError> {
    let mut limits = Vec::new();
    for settings in fields.list("MethodSettings")? {
        let settings = Fields::of(settings)?;
        let throttle = read_throttle(settings, "ThrottlingRateLimit", "ThrottlingBurstLimit")?;
        if let Some(throttle) = throttle {
            // Inner slashes are written ~1, and /* stands for every resource.
            let path = settings.optional_text("ResourcePath")?.unwrap_or_else(|| "/*".to_owned());
            let path = path.replace("~1", "/");
            let path = if path.starts_with("//") { path[1..].to_owned() } else { path };
            let method = settings.optional_text("HttpMethod")?.unwrap_or_else(|| "*".to_owned());
            limits.push(MethodThrottle { path, method: method.to_ascii_uppercase(), throttle });
        }
    }
    Ok(limits)
}
