//! GET /v1/admin/api-clients: the programs that have credentials, and when each was used last.

use crate::api_client::ShownClient;
use lambda::{App, Audience, Call, Handler, Listing, Method, Problem, Reply, Route};

pub(crate) fn handler() -> Handler {
    Route::new("list-api-clients", Method::Get, "/v1/admin/api-clients", "Programs with credentials, by name")
        .audience(Audience::Administrator)
        .paged()
        .reversible()
        .member(handle)
}

async fn handle(app: App, call: Call<()>) -> Result<Reply<Listing<ShownClient>>, Problem> {
    let (listed, now) = (app.store().list_api_clients(&call.caller.scope, &call.request.page()?).await?, app.now());
    let items = listed.items.into_iter().map(|client| ShownClient::new(client, now)).collect();
    Ok(Reply::ok(Listing { items, next: listed.next }))
}
