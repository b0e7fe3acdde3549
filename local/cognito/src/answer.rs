//! What goes back over HTTP.

use serde_json::Value;

use crate::refusal::Refusal;

/// A status and a JSON body. The content type is `application/x-amz-json-1.1` for the Cognito protocol and
/// `application/json` for the token endpoint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HttpAnswer {
    pub status: u16,
    pub body: String,
}

impl HttpAnswer {
    pub(crate) fn json(status: u16, body: &Value) -> Self {
        Self { status, body: body.to_string() }
    }
}

/// What a browser gets: a redirect if `location` is there, else a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    pub status: u16,
    pub location: Option<String>,
    pub body: String,
}

impl Page {
    pub(crate) fn redirect(location: String) -> Self {
        Self { status: 302, location: Some(location), body: String::new() }
    }

    pub(crate) fn text(status: u16, body: impl Into<String>) -> Self {
        Self { status, location: None, body: body.into() }
    }
}

impl From<Result<Value, Refusal>> for HttpAnswer {
    fn from(result: Result<Value, Refusal>) -> Self {
        match result {
            Ok(body) => Self::json(200, &body),
            Err(refusal) => Self::json(refusal.status(), &refusal.body()),
        }
    }
}
