//! A proxy before the AWS endpoints that does something at one moment of a function's run: just before a request of a certain kind, or instead
//! of its answer.

use crate::{
    dynamodb::put_attribute,
    stack::{SITE, site},
};
use axum::{
    Router,
    body::{Bytes, to_bytes},
    extract::{Request, State},
    http::StatusCode,
    response::{IntoResponse, Response},
};
use serde_json::Value;
use std::sync::{Arc, Mutex, PoisonError};

/// A change of one attribute.
#[derive(Clone, Debug)]
pub(crate) struct Change {
    pub(crate) key: (String, String),
    pub(crate) name: &'static str,
    pub(crate) value: Value,
}

impl Change {
    /// Makes it, and answers the change back.
    pub(crate) async fn make(&self) -> Self {
        let value = put_attribute(&self.key, self.name, &self.value).await;
        Self { value, ..self.clone() }
    }
}

/// At which operation, after how many of them, and what.
type Plan = (&'static str, usize, Deed);

#[derive(Clone, Debug)]
enum Deed {
    /// Makes these changes before it.
    Change(Vec<Change>),
    /// Answers that it may not be done.
    Stop(Stop),
}

/// Where a function's run ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stop {
    Before,
    /// The request is handed on, and its answer is lost.
    After,
}

#[derive(Clone)]
pub(crate) struct Meddler {
    pub(crate) url: String,
    site: crate::stack::Site,
    plan: Arc<Mutex<Option<Plan>>>,
    /// How to take back what was done.
    done: Arc<Mutex<Option<Vec<Change>>>>,
}

impl Meddler {
    pub(crate) async fn start() -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let url = format!("http://{}", listener.local_addr().expect("an address"));
        let meddler = Self { url, site: site(), plan: Arc::default(), done: Arc::default() };
        let router = Router::new().fallback(pass).with_state(meddler.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        meddler
    }

    /// Before the next request of this operation, makes these changes.
    pub(crate) fn plan(&self, operation: &'static str, changes: Vec<Change>) {
        *self.plan.lock().unwrap_or_else(PoisonError::into_inner) = Some((operation, 0, Deed::Change(changes)));
    }

    /// Ends the function's run before or after a request of this operation: the next one that follows so many.
    pub(crate) fn stop(&self, operation: &'static str, passed: usize, stop: Stop) {
        *self.plan.lock().unwrap_or_else(PoisonError::into_inner) = Some((operation, passed, Deed::Stop(stop)));
    }

    /// What takes the changes back, if their moment has come.
    pub(crate) fn done(&self) -> Option<Vec<Change>> {
        self.plan.lock().unwrap_or_else(PoisonError::into_inner).take();
        self.done.lock().unwrap_or_else(PoisonError::into_inner).take()
    }

    fn due(&self, target: &str) -> Option<Deed> {
        let mut plan = self.plan.lock().unwrap_or_else(PoisonError::into_inner);
        let (operation, passed, _) = plan.as_mut()?;
        if !target.ends_with(&format!(".{operation}")) {
            return None;
        }
        if let Some(rest) = passed.checked_sub(1) {
            *passed = rest;
            return None;
        }
        plan.take().map(|(.., deed)| deed)
    }
}

/// What no client tries again.
fn refusal() -> Response {
    let body = r#"{"__type":"com.amazon.coral.service#AccessDeniedException","message":"not now"}"#;
    (StatusCode::BAD_REQUEST, [("content-type", "application/x-amz-json-1.0")], body).into_response()
}

async fn pass(State(meddler): State<Meddler>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let target = parts.headers.get("x-amz-target").and_then(|target| target.to_str().ok()).unwrap_or_default();
    let deed = meddler.due(target);
    if let Some(Deed::Change(changes)) = &deed {
        let mut back = Vec::new();
        for change in changes {
            back.push(SITE.scope(meddler.site.clone(), change.make()).await);
        }
        *meddler.done.lock().unwrap_or_else(PoisonError::into_inner) = Some(back);
    }
    if matches!(deed, Some(Deed::Stop(Stop::Before))) {
        return refusal();
    }
    let body: Bytes = to_bytes(body, usize::MAX).await.expect("a body");
    let path = parts.uri.path_and_query().map_or("/", |path| path.as_str());
    let mut headers = parts.headers;
    headers.remove("host");
    headers.remove("content-length");
    let sent = reqwest::Client::new().request(parts.method, format!("{}{path}", meddler.site.aws_url)).headers(headers).body(body);
    let answer = sent.send().await.expect("the endpoint answers");
    if matches!(deed, Some(Deed::Stop(Stop::After))) {
        return refusal();
    }
    let (status, mut headers) = (answer.status(), answer.headers().clone());
    for framing in ["content-length", "transfer-encoding"] {
        headers.remove(framing);
    }
    (status, headers, answer.bytes().await.expect("a body")).into_response()
}
