//! GET /v1/admin/api-clients: the programs that have credentials, and when each was used last.

use crate::api_client::ShownClient;
use identity_model::api_clients;
use lambda::{Audience, Call, Handler, Listing, Method, Problem, Reply, Route, Table::QueryIndex};

pub(crate) fn handler() -> Handler {
    Route::new("list-api-clients", Method::Get, "/v1/admin/api-clients", "List API clients by name")
        .audience(Audience::Administrator)
        .paged()
        .reversible()
        .member(handle)
        .table(&[QueryIndex])
}

async fn handle(call: Call<()>) -> Result<Reply<Listing<ShownClient>>, Problem> {
    let (listed, now) = (api_clients::list_api_clients(&call.tenant, &call.page()?).await?, call.app.now());
    let items = listed.items.into_iter().map(|client| ShownClient::new(client, now)).collect();
    Ok(Reply::ok(Listing { items, next: listed.next }))
}
