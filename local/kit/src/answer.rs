//! What a service answers over HTTP.

use http::header::{CONTENT_TYPE, HeaderName, LOCATION};
use http::{HeaderValue, Response, StatusCode};
use serde_json::{Value, json};

/// How a service of AWS speaks: its content type, and how it tells an error.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Protocol {
    AwsJson10,
    AwsJson11,
    /// JSON over REST. Services do not agree on what the member with an error's sentence is called.
    RestJson {
        message: &'static str,
    },
}

impl Protocol {
    /// What most services speak that speak REST.
    pub const REST_JSON: Self = Self::RestJson { message: "message" };

    fn content_type(self) -> &'static str {
        match self {
            Self::AwsJson10 => "application/x-amz-json-1.0",
            Self::AwsJson11 => "application/x-amz-json-1.1",
            Self::RestJson { .. } => "application/json",
        }
    }

    /// A successful answer.
    #[must_use]
    pub fn ok(self, body: &Value) -> HttpAnswer {
        self.json(200, body)
    }

    /// An answer with a status of its own.
    #[must_use]
    pub fn json(self, status: u16, body: &Value) -> HttpAnswer {
        HttpAnswer::new(status, self.content_type(), body.to_string())
    }

    /// An error. SDKs read its `kind` from `__type`, and over REST from the header first.
    #[must_use]
    pub fn error(self, status: u16, kind: &str, message: &str) -> HttpAnswer {
        let member = match self {
            Self::RestJson { message } => message,
            Self::AwsJson10 | Self::AwsJson11 => "message",
        };
        let answer = self.json(status, &json!({ "__type": kind, member: message }));
        match self {
            Self::RestJson { .. } => answer.with_header("x-amzn-errortype", kind),
            Self::AwsJson10 | Self::AwsJson11 => answer,
        }
    }
}

/// A status, headers and a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HttpAnswer {
    pub status: u16,
    /// Empty for an answer that says nothing.
    pub content_type: &'static str,
    /// What comes besides the content type, names in lower case.
    pub headers: Vec<(&'static str, String)>,
    pub body: String,
}

impl HttpAnswer {
    #[must_use]
    pub fn new(status: u16, content_type: &'static str, body: impl Into<String>) -> Self {
        Self { status, content_type, headers: Vec::new(), body: body.into() }
    }

    /// A status without a body.
    #[must_use]
    pub fn empty(status: u16) -> Self {
        Self::new(status, "", "")
    }

    /// What a person reads in a browser.
    #[must_use]
    pub fn text(status: u16, body: impl Into<String>) -> Self {
        Self::new(status, "text/plain; charset=utf-8", body)
    }

    /// Sends a browser elsewhere.
    #[must_use]
    pub fn redirect(location: impl Into<String>) -> Self {
        Self::empty(302).with_header(LOCATION.as_str(), location)
    }

    #[must_use]
    pub fn with_header(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    /// The value of a header.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| *known == name).map(|(_, value)| value.as_str())
    }

    /// The answer as HTTP libraries know it. A header that HTTP does not allow is left out.
    pub fn into_response<B: From<String>>(self) -> Response<B> {
        let mut response = Response::new(B::from(self.body));
        *response.status_mut() = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let headers = response.headers_mut();
        if !self.content_type.is_empty() {
            headers.insert(CONTENT_TYPE, HeaderValue::from_static(self.content_type));
        }
        for (name, value) in self.headers {
            if let (Ok(name), Ok(value)) = (HeaderName::try_from(name), HeaderValue::try_from(value)) {
                headers.append(name, value);
            }
        }
        response
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_carry_their_kind_where_each_protocol_looks_for_it() {
        let error = Protocol::AwsJson10.error(400, "QueueDoesNotExist", "There is no such queue.");
        let body = |text: &str| serde_json::from_str::<Value>(text).unwrap();
        assert_eq!(body(&error.body), json!({ "__type": "QueueDoesNotExist", "message": "There is no such queue." }));
        let response = Protocol::RestJson { message: "Message" }.error(404, "ResourceNotFoundException", "No.").into_response::<String>();
        assert_eq!(response.status(), 404);
        assert_eq!(response.headers()["content-type"], "application/json");
        assert_eq!(response.headers()["x-amzn-errortype"], "ResourceNotFoundException");
        assert_eq!(body(response.body()), json!({ "__type": "ResourceNotFoundException", "Message": "No." }));
    }

    #[test]
    fn a_redirect_names_its_place_and_an_impossible_header_is_left_out() {
        let answer = HttpAnswer::redirect("https://example.com/").with_header("x-broken", "a\nb");
        assert_eq!(answer.header("location"), Some("https://example.com/"));
        let response = answer.into_response::<String>();
        assert_eq!((response.status().as_u16(), response.headers().len()), (302, 1));
    }
}
