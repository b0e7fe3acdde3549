//! GET /v1/admin/imports: imports, newest first.

use crate::import_view::ImportSummary;
use lambda::{App, Audience, Call, Handler, Listing, Method, Problem, Reply, Route};

pub(crate) fn handler() -> Handler {
    Route::new("list-imports", Method::Get, "/v1/admin/imports", "Imports, newest first")
        .audience(Audience::Author)
        .paged()
        .reversible()
        .member(handle)
}

async fn handle(app: App, call: Call<()>) -> Result<Reply<Listing<ImportSummary>>, Problem> {
    let listed = app.store().list_imports(&call.caller.scope, &call.request.page()?).await?;
    Ok(Reply::ok(Listing { items: listed.items.iter().map(ImportSummary::from).collect(), next: listed.next }))
}
