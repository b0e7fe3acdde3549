//! A proxy before the AWS endpoints that does something at one moment of a function's run: just before a request of a certain kind.

use crate::{
    dynamodb::put_attribute,
    stack::{SITE, site},
};
use axum::{
    Router,
    body::{Bytes, to_bytes},
    extract::{Request, State},
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

/// Before which operation, and what.
type Plan = (&'static str, Vec<Change>);

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
        *self.plan.lock().unwrap_or_else(PoisonError::into_inner) = Some((operation, changes));
    }

    /// What takes the changes back, if their moment has come.
    pub(crate) fn done(&self) -> Option<Vec<Change>> {
        self.plan.lock().unwrap_or_else(PoisonError::into_inner).take();
        self.done.lock().unwrap_or_else(PoisonError::into_inner).take()
    }

    fn due(&self, target: &str) -> Option<Vec<Change>> {
        let mut plan = self.plan.lock().unwrap_or_else(PoisonError::into_inner);
        plan.take_if(|(operation, _)| target.ends_with(&format!(".{operation}"))).map(|(_, changes)| changes)
    }
}

async fn pass(State(meddler): State<Meddler>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let target = parts.headers.get("x-amz-target").and_then(|target| target.to_str().ok()).unwrap_or_default();
    if let Some(changes) = meddler.due(target) {
        let mut back = Vec::new();
        for change in &changes {
            back.push(SITE.scope(meddler.site.clone(), change.make()).await);
        }
        *meddler.done.lock().unwrap_or_else(PoisonError::into_inner) = Some(back);
    }
    let body: Bytes = to_bytes(body, usize::MAX).await.expect("a body");
    let path = parts.uri.path_and_query().map_or("/", |path| path.as_str());
    let mut headers = parts.headers;
    headers.remove("host");
    headers.remove("content-length");
    let sent = reqwest::Client::new().request(parts.method, format!("{}{path}", meddler.site.aws_url)).headers(headers).body(body);
    let answer = sent.send().await.expect("the endpoint answers");
    let (status, mut headers) = (answer.status(), answer.headers().clone());
    for framing in ["content-length", "transfer-encoding"] {
        headers.remove(framing);
    }
    (status, headers, answer.bytes().await.expect("a body")).into_response()
}
