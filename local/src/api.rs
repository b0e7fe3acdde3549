//! The API's port: the gateway, the web applications, and beside them what only a local stack has, under `/_local/`.

mod authenticator;
mod clock;
mod dead_letters;

use std::net::SocketAddr;

use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{ConnectInfo, Path, Query, Request, State};
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::{any, get};
use axum::{Json, Router, middleware};
use local_cognito::Cognito;
use local_gateway::Gateway;
use local_kit::Clock;
use local_mailbox::Mailbox;
use local_scheduler::Scheduler;
use serde::Deserialize;
use serde_json::{Value, json};
use tower_http::compression::CompressionLayer;

use crate::door::{self, Door};
use crate::functions::Functions;
use crate::pages::Pages;
pub(crate) use dead_letters::DeadLetters;

/// More than API Gateway's 10 MB, so that the gateway itself can answer 413; what is larger is not read.
const LARGEST_BODY: usize = 11 * 1024 * 1024;

/// What answers on the API's port.
#[derive(Clone)]
pub(crate) struct Api {
    pub(crate) clock: Clock,
    pub(crate) scheduler: Scheduler,
    pub(crate) gateway: Gateway,
    pub(crate) functions: Functions,
    pub(crate) dead_letters: DeadLetters,
    pub(crate) cognito: Cognito,
    /// The web applications, where the template says how they are served.
    pub(crate) pages: Option<Pages>,
}

#[derive(Deserialize)]
struct Wanted {
    /// A function's name, logical id or handler.
    function: Option<String>,
    /// Only invocations with a higher number.
    after: Option<u64>,
}

/// Serves every request of the port.
pub(crate) fn router(api: Api, mailbox: &Mailbox, door: Door) -> Router {
    let local = Router::new()
        .route("/_local/invocations", get(invocations))
        .route("/_local/authenticator", get(authenticator::page))
        .route("/_local/clock", get(clock::show).put(clock::set))
        .route("/_local/dead-letters", get(dead_letters))
        .route("/_local/environment/{area}", get(environment))
        .route("/_local/{*path}", any(async || StatusCode::NOT_FOUND))
        .with_state(api.clone())
        .nest(local_mailbox::PATH, mailbox.router())
        .layer(middleware::from_fn_with_state(door, door::guard));
    let router = Router::new().route("/v1/{*path}", any(gateway));
    let router = match &api.pages {
        Some(pages) => router.fallback_service(Router::new().fallback(page).layer(CompressionLayer::new()).with_state(pages.clone())),
        None => router.fallback(gateway),
    };
    router.with_state(api).merge(local)
}

async fn gateway(State(api): State<Api>, ConnectInfo(source): ConnectInfo<SocketAddr>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    // What is too large is not read to its end; one byte too many is enough for the gateway to refuse it in its own words.
    let body = to_bytes(body, LARGEST_BODY).await.unwrap_or_else(|_| Bytes::from(vec![0; LARGEST_BODY + 1]));
    api.gateway.handle(http::Request::from_parts(parts, body), source.ip()).await.map(Body::from)
}

async fn page(State(pages): State<Pages>, request: Request) -> Response {
    pages.serve(request).await
}

/// `{"items": [{number, function, logical_id, request_id, started_at, duration_ms, read_units, write_units, outcome}]}`,
/// oldest first.
async fn invocations(State(api): State<Api>, Query(wanted): Query<Wanted>) -> Json<Value> {
    let items = api.functions.recent(wanted.function.as_deref(), wanted.after);
    Json(json!({"items": items}))
}

/// `NAME=value` lines for `cargo lambda watch --env-file`.
async fn environment(State(api): State<Api>, Path(area): Path<String>) -> String {
    api.functions.environment(&area).into_iter().map(|(name, value)| format!("{name}={value}\n")).collect()
}

/// `{"items": [{queue, message_id, sent_at, receive_count, body, attributes}]}`
async fn dead_letters(State(api): State<Api>) -> Json<Value> {
    Json(json!({"items": api.dead_letters.list().await}))
}
