//! The event of a REST API with Lambda proxy integration, payload version 1.0.

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::HeaderMap;
use serde_json::{Map, Value, json};

use crate::call::{ApiFacts, Call};
use crate::media_types::is_binary;

/// Headers that end at the gateway (RFC 9110, section 7.6.1).
const HOP_BY_HOP: &[&str] = &["connection", "expect", "keep-alive", "proxy-connection", "te", "trailer", "transfer-encoding", "upgrade"];

/// What the function receives.
pub(crate) fn proxy_event(call: &Call, facts: &ApiFacts, binary_media_types: &[String]) -> Value {
    let mut event = request_part(call, facts);
    let is_base64 = !call.body.is_empty() && is_binary(binary_media_types, call.header("content-type"));
    let body = match call.body.as_ref() {
        [] => Value::Null,
        bytes if is_base64 => Value::String(STANDARD.encode(bytes)),
        // As on AWS, bytes that are no UTF-8 are damaged unless their type is declared binary.
        bytes => Value::String(String::from_utf8_lossy(bytes).into_owned()),
    };
    event.insert("body".to_owned(), body);
    event.insert("isBase64Encoded".to_owned(), Value::Bool(is_base64));
    event.insert("version".to_owned(), Value::from("1.0"));
    Value::Object(event)
}

/// What function and REQUEST authorizer both receive: everything but the body.
pub(crate) fn request_part(call: &Call, facts: &ApiFacts) -> Map<String, Value> {
    let headers = forwarded_headers(call);
    let mut queries: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (name, value) in &call.query {
        queries.entry(name).or_default().push(value);
    }
    let resource = call.resource.as_ref().map(|(_, path)| path.as_str());
    Map::from_iter([
        ("resource".to_owned(), json!(resource)),
        ("path".to_owned(), json!(call.path)),
        ("httpMethod".to_owned(), json!(call.method)),
        ("headers".to_owned(), last_values(&headers)),
        ("multiValueHeaders".to_owned(), or_null(&headers)),
        ("queryStringParameters".to_owned(), last_values(&queries)),
        ("multiValueQueryStringParameters".to_owned(), or_null(&queries)),
        ("pathParameters".to_owned(), map_or_null(&call.path_parameters)),
        ("stageVariables".to_owned(), map_or_null(&facts.stage_variables)),
        ("requestContext".to_owned(), call.request_context(facts)),
    ])
}

/// The client's headers and those that API Gateway adds.
fn forwarded_headers(call: &Call) -> BTreeMap<String, Vec<String>> {
    let mut headers = header_values(&call.headers);
    let forwarded = headers.remove("x-forwarded-for").unwrap_or_default();
    let mut addresses = forwarded;
    addresses.push(call.source_ip.to_string());
    let host = call.header("host").unwrap_or_default();
    let port = host.rsplit_once(':').map_or("80", |(_, port)| port);
    headers.insert("X-Forwarded-For".to_owned(), vec![addresses.join(", ")]);
    for (name, value) in [("X-Forwarded-Port", port), ("X-Forwarded-Proto", "http"), ("X-Amzn-Trace-Id", &call.trace_id)] {
        headers.remove(&name.to_lowercase());
        headers.insert(name.to_owned(), vec![value.to_owned()]);
    }
    headers
}

fn header_values(map: &HeaderMap) -> BTreeMap<String, Vec<String>> {
    let mut headers: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (name, value) in map {
        if !HOP_BY_HOP.contains(&name.as_str()) {
            let text = String::from_utf8_lossy(value.as_bytes()).into_owned();
            headers.entry(name.as_str().to_owned()).or_default().push(text);
        }
    }
    headers
}

fn last_values<K: ToString, V: ToString>(values: &BTreeMap<K, Vec<V>>) -> Value {
    if values.is_empty() {
        return Value::Null;
    }
    let last = |list: &Vec<V>| list.last().map(V::to_string).unwrap_or_default();
    values.iter().map(|(name, list)| (name.to_string(), Value::String(last(list)))).collect()
}

fn or_null<K: ToString, V: ToString>(values: &BTreeMap<K, Vec<V>>) -> Value {
    if values.is_empty() {
        return Value::Null;
    }
    let all = |list: &Vec<V>| list.iter().map(|value| Value::String(value.to_string())).collect();
    values.iter().map(|(name, list)| (name.to_string(), Value::Array(all(list)))).collect()
}

fn map_or_null(map: &BTreeMap<String, String>) -> Value {
    if map.is_empty() { Value::Null } else { json!(map) }
}
