//! A small client of the platform's own API.

use reqwest::{Method, RequestBuilder, header};
use serde_json::Value;

/// What a call answered.
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) etag: Option<String>,
    /// Null when the body is no JSON.
    pub(super) body: Value,
}

/// Calls with or without an access token.
pub(super) struct Client {
    http: reqwest::Client,
    base: String,
    token: Option<String>,
}

impl Client {
    pub(super) fn new(base: &str) -> Self {
        Self { http: reqwest::Client::new(), base: base.to_owned(), token: None }
    }

    pub(super) fn with_token(self, token: &str) -> Self {
        Self { token: Some(token.to_owned()), ..self }
    }

    pub(super) async fn get(&self, path: &str) -> Result<Answer, reqwest::Error> {
        send(self.request(Method::GET, path)).await
    }

    /// `key` is the idempotency key; empty for none.
    pub(super) async fn post(&self, path: &str, body: &Value, key: &str) -> Result<Answer, reqwest::Error> {
        let mut request = self.request(Method::POST, path).json(body);
        if !key.is_empty() {
            request = request.header("Idempotency-Key", key);
        }
        send(request).await
    }

    pub(super) async fn post_if_match(&self, path: &str, etag: Option<&str>) -> Result<Answer, reqwest::Error> {
        let mut request = self.request(Method::POST, path);
        if let Some(etag) = etag {
            request = request.header(header::IF_MATCH, etag);
        }
        send(request).await
    }

    /// Sends `content` as the API's upload instruction `{method, url, headers}` says.
    pub(super) async fn upload(&self, upload: &Value, content: Vec<u8>) -> Result<Answer, reqwest::Error> {
        let method = upload["method"].as_str().and_then(|method| method.parse().ok()).unwrap_or(Method::PUT);
        let mut request = self.http.request(method, upload["url"].as_str().unwrap_or_default()).body(content);
        for (name, value) in upload["headers"].as_object().into_iter().flatten() {
            request = request.header(name, value.as_str().unwrap_or_default());
        }
        send(request).await
    }

    fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let request = self.http.request(method, format!("{}{path}", self.base));
        match &self.token {
            Some(token) => request.bearer_auth(token),
            None => request,
        }
    }
}

async fn send(request: RequestBuilder) -> Result<Answer, reqwest::Error> {
    let response = request.send().await?;
    let status = response.status().as_u16();
    let etag = response.headers().get(header::ETAG).and_then(|etag| etag.to_str().ok()).map(str::to_owned);
    let body = response.bytes().await?;
    Ok(Answer { status, etag, body: serde_json::from_slice(&body).unwrap_or(Value::Null) })
}
