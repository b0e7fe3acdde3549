//! GET /v1/admin/api-clients/{api_client_id}: one program that has credentials.

use crate::api_client::{self, ShownClient};
use lambda::{App, Audience, Call, Handler, Method, Problem, Reply, Route};

pub(crate) fn handler() -> Handler {
    Route::new("get-api-client", Method::Get, "/v1/admin/api-clients/{api_client_id}", "A program with credentials")
        .audience(Audience::Administrator)
        .member(handle)
}

async fn handle(app: App, call: Call<()>) -> Result<Reply<ShownClient>, Problem> {
    let client = api_client::wanted(&app, &call).await?;
    Ok(Reply::ok(ShownClient::new(client, app.now())))
}
