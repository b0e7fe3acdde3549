//! A function behind a Lambda endpoint (the Invoke API), as `cargo lambda watch` serves them.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use http::StatusCode;
use serde_json::{Value, json};

use super::calls::{Ended, Failure};

pub(super) struct Remote {
    client: reqwest::Client,
    /// `…/functions/<handler>/invocations`
    handler_url: String,
    /// `…/functions/<area>/invocations`
    area_url: String,
    handler: String,
    /// The endpoint has no function of the handler's name. `cargo lambda watch` knows binaries, and a binary is an area.
    knows_areas_only: AtomicBool,
}

impl Remote {
    pub(super) fn new(endpoint: &str, area: &str, function: &local_template::Function) -> Self {
        let endpoint = endpoint.trim_end_matches('/');
        let url = |name: &str| format!("{endpoint}/2015-03-31/functions/{name}/invocations");
        Self {
            client: reqwest::Client::new(),
            handler_url: url(&function.handler),
            area_url: url(area),
            handler: function.handler.clone(),
            knows_areas_only: AtomicBool::new(false),
        }
    }

    pub(super) async fn call(&self, event: Value, timeout: Duration) -> Ended {
        match tokio::time::timeout(timeout, self.post(event)).await {
            Ok(Ok(answer)) => Ended { result: Ok(answer), read_units: 0.0, write_units: 0.0 },
            Ok(Err(failure)) => Ended::failed(failure),
            Err(_elapsed) => Ended::failed(Failure::Timeout),
        }
    }

    async fn post(&self, event: Value) -> Result<Value, Failure> {
        if !self.knows_areas_only.load(Ordering::Relaxed) {
            let answer = self.post_to(&self.handler_url, &event).await?;
            if answer.status() != StatusCode::NOT_FOUND {
                return read(answer, &self.handler_url).await;
            }
            self.knows_areas_only.store(true, Ordering::Relaxed);
        }
        // A process that is not told its handler takes it from the event; see `lambda::run`.
        let addressed = json!({"handler": self.handler, "event": event});
        let answer = self.post_to(&self.area_url, &addressed).await?;
        read(answer, &self.area_url).await
    }

    async fn post_to(&self, url: &str, event: &Value) -> Result<reqwest::Response, Failure> {
        let request = self.client.post(url).json(event);
        request.send().await.map_err(|error| unreachable(url, error))
    }
}

async fn read(answer: reqwest::Response, url: &str) -> Result<Value, Failure> {
    let status = answer.status();
    let failed = answer.headers().contains_key("x-amz-function-error");
    let body = answer.bytes().await.map_err(|error| unreachable(url, error))?;
    let body: Value = serde_json::from_slice(&body).unwrap_or(Value::Null);
    if !failed && status.is_success() {
        return Ok(body);
    }
    let text = |name: &str| body.get(name).and_then(Value::as_str).map(str::to_owned);
    match text("errorType") {
        Some(error_type) => Err(Failure::Function { error_type, message: text("errorMessage").unwrap_or_default() }),
        None => Err(Failure::Unreachable(format!("{url} answered {status}"))),
    }
}

fn unreachable(url: &str, error: impl std::fmt::Display) -> Failure {
    Failure::Unreachable(format!("{url} does not answer: {error}"))
}

#[cfg(test)]
mod tests {
    use axum::Router;
    use axum::extract::Path;
    use axum::routing::post;

    use super::*;
    use crate::functions::tests::function;

    /// An endpoint with one binary, like `cargo lambda watch`.
    async fn endpoint() -> String {
        let answer = |Path(name): Path<String>, body: String| async move {
            if name != "catalog" {
                return (StatusCode::NOT_FOUND, r#"{"title":"Missing function"}"#.to_owned());
            }
            if body.contains("fail") {
                return (StatusCode::INTERNAL_SERVER_ERROR, r#"{"errorType":"E","errorMessage":"no"}"#.to_owned());
            }
            (StatusCode::OK, body)
        };
        let router = Router::new().route("/2015-03-31/functions/{name}/invocations", post(answer));
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/", listener.local_addr().unwrap());
        tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        url
    }

    #[tokio::test]
    async fn an_endpoint_that_knows_only_areas_is_told_the_handler_with_the_event() {
        let remote = Remote::new(&endpoint().await, "catalog", &function("create-course", "target/lambda/catalog/bootstrap.zip"));
        for _ in 0..2 {
            let answer = remote.post(json!({})).await.unwrap();
            assert_eq!(answer, json!({"handler": "create-course", "event": {}}));
        }
        let failure = remote.post(json!("fail")).await.unwrap_err();
        assert!(matches!(failure, Failure::Function { error_type, .. } if error_type == "E"));
        let nowhere = Remote::new("http://127.0.0.1:1", "catalog", &function("f", "catalog"));
        assert!(matches!(nowhere.post(json!({})).await.unwrap_err(), Failure::Unreachable(_)));
    }
}
