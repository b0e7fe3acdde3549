//! GET /v1/admin/identity-providers: the identity providers that the workspace has connected.

use crate::identity_provider::ShownProvider;
use lambda::{App, Audience, Call, Handler, Listing, Method, Problem, Reply, Route};

pub(crate) fn handler() -> Handler {
    Route::new("list-identity-providers", Method::Get, "/v1/admin/identity-providers", "Connected identity providers by name")
        .audience(Audience::Administrator)
        .paged()
        .reversible()
        .member(handle)
}

async fn handle(app: App, call: Call<()>) -> Result<Reply<Listing<ShownProvider>>, Problem> {
    let listed = app.store().list_identity_providers(&call.caller.scope, &call.request.page()?).await?;
    let items = listed.items.into_iter().map(|provider| ShownProvider::new(&app, provider)).collect::<Result<_, _>>()?;
    Ok(Reply::ok(Listing { items, next: listed.next }))
}
