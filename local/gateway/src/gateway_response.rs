//! API Gateway's own answers, as the template's `GatewayResponses` shape them.

use std::collections::BTreeMap;

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, Response, StatusCode, header};
use local_template::GatewayResponse;
use serde_json::{Value, json};

use crate::GatewayError;
use crate::call::{ApiFacts, Call, lookup};
use crate::failure::{Failure, FailureFacts};

/// The `GatewayResponses` of a template.
#[derive(Debug)]
pub(crate) struct GatewayResponses {
    responses: BTreeMap<String, GatewayResponse>,
}

impl GatewayResponses {
    /// Refuses header expressions that API Gateway would refuse.
    pub(crate) fn new(responses: &BTreeMap<String, GatewayResponse>) -> Result<Self, GatewayError> {
        for (kind, response) in responses {
            for (name, expression) in &response.parameters {
                if name.parse::<HeaderName>().is_err() || Expression::read(expression).is_none() {
                    return Err(GatewayError::Template(format!(
                        "GatewayResponses.{kind}: {name}: {expression} is no header with a mapping expression"
                    )));
                }
            }
        }
        Ok(Self { responses: responses.clone() })
    }

    /// The answer to a request that failed.
    pub(crate) fn render(&self, failure: &Failure, call: &Call, facts: &ApiFacts) -> Response<Bytes> {
        let known = failure.facts();
        let default = if known.status < 500 { "DEFAULT_4XX" } else { "DEFAULT_5XX" };
        let custom = self.responses.get(known.response_type).or_else(|| self.responses.get(default));
        let context = context(call, facts, known);
        let (content_type, body) = match custom.and_then(|custom| template(custom, call)) {
            Some((content_type, template)) => (content_type.to_owned(), substitute(template, &context, facts)),
            None => ("application/json".to_owned(), default_body(known)),
        };
        let mut response = Response::new(Bytes::from(body));
        let status = custom.and_then(|custom| custom.status).unwrap_or(known.status);
        *response.status_mut() = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let headers = response.headers_mut();
        set(headers, header::CONTENT_TYPE.as_str(), &content_type);
        set(headers, "x-amzn-errortype", known.error_type);
        if let Some(seconds) = failure.retry_after() {
            set(headers, header::RETRY_AFTER.as_str(), &seconds.to_string());
        }
        for (name, expression) in custom.map(|custom| &custom.parameters).into_iter().flatten() {
            let value = Expression::read(expression).and_then(|one| one.value(call, facts, &context));
            if let Some(value) = value {
                set(headers, name, &value);
            }
        }
        response
    }
}

fn set(headers: &mut HeaderMap, name: &str, value: &str) {
    if let (Ok(name), Ok(value)) = (name.parse::<HeaderName>(), HeaderValue::from_str(value)) {
        headers.insert(name, value);
    }
}

/// `{"message": …}`; for a denied route API Gateway spells the key with a capital.
fn default_body(facts: FailureFacts) -> String {
    let key = if facts.response_type == "ACCESS_DENIED" { "Message" } else { "message" };
    json!({ key: facts.message }).to_string()
}

/// `$context` of a gateway response.
fn context(call: &Call, facts: &ApiFacts, known: FailureFacts) -> Value {
    let mut context = call.request_context(facts);
    let error = json!({
        "message": known.message,
        "messageString": json!(known.message).to_string(),
        "responseType": known.response_type,
    });
    if let Value::Object(context) = &mut context {
        context.insert("error".to_owned(), error);
        context.insert("status".to_owned(), json!(known.status));
    }
    context
}

/// The template for what the client accepts, else the first one.
fn template<'r>(response: &'r GatewayResponse, call: &Call) -> Option<(&'r str, &'r str)> {
    let accepted = call.header("accept").unwrap_or_default().split([',', ';']).next().unwrap_or_default();
    let templates = &response.templates;
    templates
        .get_key_value(accepted.trim())
        .or_else(|| templates.get_key_value("application/json"))
        .or_else(|| templates.first_key_value())
        .map(|(content_type, template)| (content_type.as_str(), template.as_str()))
}

/// Replaces `$context.…` and `$stageVariables.…`; gateway responses know no other VTL.
fn substitute(template: &str, context: &Value, facts: &ApiFacts) -> String {
    let mut result = String::with_capacity(template.len());
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('$') {
        result.push_str(before);
        let end = after.find(|character: char| !(character.is_ascii_alphanumeric() || "._-".contains(character))).unwrap_or(after.len());
        // A full stop behind a name ends the sentence around it.
        let name = after[..end].trim_end_matches(['.', '-']);
        if let Some(path) = name.strip_prefix("context.") {
            result.push_str(&lookup(context, path).map(text).unwrap_or_default());
        } else if let Some(variable) = name.strip_prefix("stageVariables.") {
            result.push_str(facts.stage_variables.get(variable).map_or("", String::as_str));
        } else {
            result.push('$');
            result.push_str(name);
        }
        rest = &after[name.len()..];
    }
    result.push_str(rest);
    result
}

fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        other => other.to_string(),
    }
}

/// The value of a response header (developer guide, "API Gateway mapping expressions").
enum Expression<'e> {
    Static(&'e str),
    Context(&'e str),
    StageVariable(&'e str),
    RequestHeader(&'e str),
    RequestQuery(&'e str),
    RequestPath(&'e str),
}

impl<'e> Expression<'e> {
    fn read(expression: &'e str) -> Option<Self> {
        if let Some(text) = expression.strip_prefix('\'').and_then(|rest| rest.strip_suffix('\'')) {
            return Some(Self::Static(text));
        }
        let with = |prefix: &str| expression.strip_prefix(prefix).filter(|name| !name.is_empty());
        with("context.")
            .map(Self::Context)
            .or_else(|| with("stageVariables.").map(Self::StageVariable))
            .or_else(|| with("method.request.header.").map(Self::RequestHeader))
            .or_else(|| with("method.request.querystring.").map(Self::RequestQuery))
            .or_else(|| with("method.request.path.").map(Self::RequestPath))
    }

    fn value(&self, call: &Call, facts: &ApiFacts, context: &Value) -> Option<String> {
        match self {
            Self::Static(text) => Some((*text).to_owned()),
            Self::Context(path) => lookup(context, path).map(text),
            Self::StageVariable(name) => facts.stage_variables.get(*name).cloned(),
            Self::RequestHeader(name) => call.header(name).map(str::to_owned),
            Self::RequestQuery(name) => call.query_parameter(name).map(str::to_owned),
            Self::RequestPath(name) => call.path_parameters.get(*name).cloned(),
        }
    }
}
