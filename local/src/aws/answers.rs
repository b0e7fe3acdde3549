//! Responses of the AWS endpoint.

use axum::body::Body;
use axum::response::Response;
use http::{HeaderValue, StatusCode, header};
use local_kit::HttpAnswer;
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

/// What a service answers, with the request's id, which SDKs show with every error.
pub(super) fn of(answer: HttpAnswer) -> Response {
    let mut response = answer.into_response();
    if let Ok(id) = HeaderValue::from_str(&uuid::Uuid::new_v4().to_string()) {
        response.headers_mut().insert("x-amzn-requestid", id);
    }
    response
}

/// An error in the form that both JSON protocols and REST-JSON read.
pub(super) fn error(status: u16, kind: &'static str, message: &str) -> Response {
    let mut response = json(status, "application/json", json!({"__type": kind, "message": message}).to_string());
    response.headers_mut().insert("x-amzn-errortype", HeaderValue::from_static(kind));
    response
}
