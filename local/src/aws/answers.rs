//! Responses of the AWS endpoint.

use axum::body::Body;
use axum::response::Response;
use http::{HeaderName, HeaderValue, StatusCode, header};
use serde_json::json;

/// A JSON body under the protocol's own content type.
pub(super) fn json(status: u16, content_type: &'static str, body: String) -> Response {
    let mut response = Response::new(Body::from(body));
    *response.status_mut() = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type));
    if let Ok(id) = HeaderValue::from_str(&uuid::Uuid::new_v4().to_string()) {
        response.headers_mut().insert("x-amzn-requestid", id);
    }
    response
}

/// A JSON body with headers that the service chose.
pub(super) fn with_headers(status: u16, headers: &[(String, String)], body: String) -> Response {
    let mut response = json(status, "application/json", body);
    for (name, value) in headers {
        if let (Ok(name), Ok(value)) = (HeaderName::try_from(name), HeaderValue::try_from(value)) {
            response.headers_mut().insert(name, value);
        }
    }
    response
}

/// What a browser gets.
pub(super) fn page(page: local_cognito::Page) -> Response {
    let mut response = json(page.status, "text/plain; charset=utf-8", page.body);
    if let Some(location) = page.location.and_then(|location| HeaderValue::try_from(location).ok()) {
        response.headers_mut().insert(header::LOCATION, location);
    }
    response
}

/// An error in the form that both JSON protocols and REST-JSON read.
pub(super) fn error(status: u16, kind: &'static str, message: &str) -> Response {
    let mut response = json(status, "application/json", json!({"__type": kind, "message": message}).to_string());
    response.headers_mut().insert("x-amzn-errortype", HeaderValue::from_static(kind));
    response
}
