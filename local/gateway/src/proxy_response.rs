//! The answer of a function behind a Lambda proxy integration.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, Response, StatusCode, header};
use serde_json::{Map, Value};

use crate::failure::Failure;

/// All that API Gateway accepts; anything else makes the answer malformed.
const KEYS: &[&str] = &["body", "headers", "isBase64Encoded", "multiValueHeaders", "statusCode"];

/// Headers a function cannot set: they arrive with this prefix
/// (Amazon API Gateway developer guide, "Important notes", REST APIs).
const REMAPPED: &[&str] =
    &["authorization", "connection", "content-length", "content-md5", "date", "host", "server", "user-agent", "www-authenticate"];
const REMAPPED_PREFIX: &str = "x-amzn-remapped-";

/// Makes an HTTP response of what the function returned. `wants_binary`: the client accepts one of the
/// API's binary media types; otherwise base64 is passed on as text.
pub(crate) fn proxy_response(value: &Value, wants_binary: bool) -> Result<Response<Bytes>, Failure> {
    read(value, wants_binary).map_err(|reason| {
        tracing::error!(reason, "malformed Lambda proxy response");
        Failure::BadGateway
    })
}

fn read(value: &Value, wants_binary: bool) -> Result<Response<Bytes>, String> {
    let Value::Object(answer) = value else {
        return Err("it is no object".to_owned());
    };
    if let Some(key) = answer.keys().find(|key| !KEYS.contains(&key.as_str())) {
        return Err(format!("it has the unknown key {key}"));
    }
    let mut response = Response::new(body(answer, wants_binary)?);
    *response.status_mut() = status(answer)?;
    *response.headers_mut() = headers(answer)?;
    if !response.headers().contains_key(header::CONTENT_TYPE) {
        response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    }
    Ok(response)
}

fn status(answer: &Map<String, Value>) -> Result<StatusCode, String> {
    let number = match answer.get("statusCode") {
        Some(Value::Number(number)) => number.as_u64(),
        Some(Value::String(text)) => text.parse().ok(),
        _ => None,
    };
    number
        .and_then(|number| u16::try_from(number).ok())
        .filter(|number| (100..=599).contains(number))
        .and_then(|number| StatusCode::from_u16(number).ok())
        .ok_or_else(|| "statusCode is missing or no HTTP status".to_owned())
}

fn body(answer: &Map<String, Value>, wants_binary: bool) -> Result<Bytes, String> {
    let is_base64 = match answer.get("isBase64Encoded") {
        None | Some(Value::Null) => false,
        Some(Value::Bool(is_base64)) => *is_base64,
        Some(_) => return Err("isBase64Encoded is neither true nor false".to_owned()),
    };
    let text = match answer.get("body") {
        None | Some(Value::Null) => return Ok(Bytes::new()),
        Some(Value::String(text)) => text,
        Some(_) => return Err("body is no text".to_owned()),
    };
    if is_base64 && wants_binary {
        return STANDARD.decode(text).map(Bytes::from).map_err(|error| format!("body: {error}"));
    }
    Ok(Bytes::from(text.clone()))
}

/// Joins `headers` with `multiValueHeaders`; a pair that stands in both appears once.
fn headers(answer: &Map<String, Value>) -> Result<HeaderMap, String> {
    let mut headers = HeaderMap::new();
    for (name, values) in object(answer, "multiValueHeaders")? {
        let Value::Array(values) = values else {
            return Err(format!("multiValueHeaders.{name} is no list"));
        };
        for value in values {
            append(&mut headers, name, value)?;
        }
    }
    for (name, value) in object(answer, "headers")? {
        append(&mut headers, name, value)?;
    }
    Ok(headers)
}

fn object<'v>(answer: &'v Map<String, Value>, key: &str) -> Result<impl Iterator<Item = (&'v String, &'v Value)> + use<'v>, String> {
    match answer.get(key) {
        None | Some(Value::Null) => Ok(None.into_iter().flatten()),
        Some(Value::Object(map)) => Ok(Some(map).into_iter().flatten()),
        Some(_) => Err(format!("{key} is no object")),
    }
}

fn append(headers: &mut HeaderMap, name: &str, value: &Value) -> Result<(), String> {
    let text = match value {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        Value::Bool(truth) => truth.to_string(),
        _ => return Err(format!("the header {name} is no text")),
    };
    let lowercase = name.to_ascii_lowercase();
    if lowercase == "transfer-encoding" {
        return Ok(());
    }
    let name = if REMAPPED.contains(&lowercase.as_str()) { format!("{REMAPPED_PREFIX}{lowercase}") } else { lowercase };
    let name: HeaderName = name.parse().map_err(|_| format!("{name} is no header name"))?;
    let value = HeaderValue::from_str(&text).map_err(|_| format!("the header {name} has an impossible value"))?;
    if !headers.get_all(&name).iter().any(|known| known == value) {
        headers.append(name, value);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn answers_become_responses() {
        let answer = json!({
            "statusCode": 201,
            "headers": {"X-One": "1", "Set-Cookie": "a=1", "X-Number": 5},
            "multiValueHeaders": {"set-cookie": ["a=1", "b=2"]},
            "body": "{}",
        });
        let response = proxy_response(&answer, false).unwrap();
        assert_eq!(response.status(), 201);
        assert_eq!(response.headers()["x-one"], "1");
        assert_eq!(response.headers()["x-number"], "5");
        let cookies: Vec<_> = response.headers().get_all("set-cookie").iter().collect();
        assert_eq!(cookies, ["a=1", "b=2"]);
        assert_eq!(response.headers()["content-type"], "application/json");
        assert_eq!(response.body().as_ref(), b"{}");
    }

    #[test]
    fn base64_is_decoded_for_clients_that_accept_binary() {
        let answer = json!({"statusCode": "200", "body": "AAH/", "isBase64Encoded": true});
        assert_eq!(proxy_response(&answer, true).unwrap().body().as_ref(), [0, 1, 255]);
        assert_eq!(proxy_response(&answer, false).unwrap().body().as_ref(), b"AAH/");
    }

    #[test]
    fn headers_of_the_gateway_are_remapped() {
        let answer = json!({"statusCode": 401, "headers": {"WWW-Authenticate": "Bearer", "Transfer-Encoding": "x"}});
        let response = proxy_response(&answer, false).unwrap();
        assert_eq!(response.headers()["x-amzn-remapped-www-authenticate"], "Bearer");
        assert!(!response.headers().contains_key("transfer-encoding"));
    }

    #[test]
    fn malformed_answers_are_502() {
        for answer in [
            json!(null),
            json!("text"),
            json!({"body": "x"}),
            json!({"statusCode": 99}),
            json!({"statusCode": 600}),
            json!({"statusCode": "ok"}),
            json!({"statusCode": 200, "body": {"a": 1}}),
            json!({"statusCode": 200, "headers": []}),
            json!({"statusCode": 200, "headers": {"a": {"b": 1}}}),
            json!({"statusCode": 200, "headers": {"a b": "1"}}),
            json!({"statusCode": 200, "headers": {"a": "1\n2"}}),
            json!({"statusCode": 200, "multiValueHeaders": {"a": "1"}}),
            json!({"statusCode": 200, "isBase64Encoded": "true"}),
            json!({"statusCode": 200, "cookies": ["a=b"]}),
        ] {
            assert_eq!(proxy_response(&answer, false).unwrap_err(), Failure::BadGateway, "{answer}");
        }
        let answer = json!({"statusCode": 200, "body": "***", "isBase64Encoded": true});
        assert_eq!(proxy_response(&answer, true).unwrap_err(), Failure::BadGateway);
    }
}
