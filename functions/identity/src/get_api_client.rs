//! GET /v1/admin/api-clients/{api_client_id}: one program that has credentials.

use crate::api_client::{self, ShownClient};
use lambda::{Audience, Call, Handler, Method, Problem, Reply, Route, Table::GetItem};

pub(crate) fn handler() -> Handler {
    Route::new("get-api-client", Method::Get, "/v1/admin/api-clients/{api_client_id}", "Get an API client")
        .audience(Audience::Administrator)
        .member(handle)
        .table(&[GetItem])
}

async fn handle(call: Call<()>) -> Result<Reply<ShownClient>, Problem> {
    let client = api_client::wanted(&call).await?;
    Ok(Reply::ok(ShownClient::new(client, call.app.now())))
}
