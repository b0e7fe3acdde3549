//! Answers of API Gateway's control plane.

use serde_json::{Value, json};

/// An HTTP answer of the control plane.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HttpAnswer {
    /// The status code.
    pub status: u16,
    /// Headers, names in lower case.
    pub headers: Vec<(String, String)>,
    /// JSON; empty when there is nothing to say.
    pub body: String,
}

impl HttpAnswer {
    /// An answer with a JSON body.
    pub(crate) fn json(status: u16, body: &Value) -> Self {
        let headers = vec![("content-type".to_owned(), "application/json".to_owned())];
        Self { status, headers, body: body.to_string() }
    }

    /// 202 without a body, as deletions answer.
    pub(crate) fn accepted() -> Self {
        Self { status: 202, headers: Vec::new(), body: String::new() }
    }

    /// An error in the shape of AWS's REST-JSON protocol.
    pub(crate) fn error(status: u16, kind: &str, message: &str) -> Self {
        let mut answer = Self::json(status, &json!({ "message": message }));
        answer.headers.push(("x-amzn-errortype".to_owned(), kind.to_owned()));
        answer
    }
}
