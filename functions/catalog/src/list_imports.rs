//! GET /v1/admin/imports: imports, newest first.

use crate::import_view::ImportSummary;
use catalog_model::imports;
use lambda::{Audience, Call, Handler, Listing, Method, Problem, Reply, Route, Table::QueryIndex};

pub(crate) fn handler() -> Handler {
    Route::new("list-imports", Method::Get, "/v1/admin/imports", "List imports, newest first")
        .audience(Audience::Author)
        .paged()
        .reversible()
        .member(handle)
        .table(&[QueryIndex])
}

async fn handle(call: Call<()>) -> Result<Reply<Listing<ImportSummary>>, Problem> {
    let listed = imports::list_imports(&call.tenant, &call.page()?).await?;
    Ok(Reply::ok(Listing { items: listed.items.iter().map(ImportSummary::from).collect(), next: listed.next }))
}
