//! GET /v1/openapi.json: the API's description, as checked in; a test says when it is stale.

use lambda::{Handler, Method, Problem, Reply, Request, Route};
use serde_json::value::RawValue;

const DOCUMENT: &str = include_str!("../../../openapi.json");

/// The document as it is.
#[derive(Debug, serde::Serialize)]
#[serde(transparent)]
struct Description(&'static RawValue);

impl utoipa::PartialSchema for Description {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
        utoipa::openapi::ObjectBuilder::new().schema_type(utoipa::openapi::schema::Type::Object).into()
    }
}
impl utoipa::ToSchema for Description {}

pub(crate) fn handler() -> Handler {
    Route::new("get-openapi", Method::Get, "/v1/openapi.json", "The API's description (OpenAPI 3.1)").public(handle)
}

async fn handle(_request: Request<()>) -> Result<Reply<Description>, Problem> {
    Ok(Reply::ok(Description(serde_json::from_str(DOCUMENT)?)))
}
