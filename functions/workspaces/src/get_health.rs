//! GET /v1/health: whether the API answers.

use lambda::{Handler, Method, Problem, Reply, Request, Route};
use serde::Serialize;

#[derive(Debug, Serialize, utoipa::ToSchema)]
struct Health {
    /// `ok`.
    status: &'static str,
    version: &'static str,
}

pub(crate) fn handler() -> Handler {
    Route::new("get-health", Method::Get, "/v1/health", "Check whether the API is up").public(handle)
}

async fn handle(_request: Request<()>) -> Result<Reply<Health>, Problem> {
    Ok(Reply::ok(Health { status: "ok", version: env!("CARGO_PKG_VERSION") }))
}
