//! GET /v1/admin/support-access: who of support was let in, newest first.

use crate::support_view::SupportAccess;
use lambda::{Audience, Call, Handler, Listing, Method, Problem, Reply, Route, Table::Query};
use people_model::support;

pub(crate) fn handler() -> Handler {
    Route::new("list-support-access", Method::Get, "/v1/admin/support-access", "List support access, newest first")
        .audience(Audience::Administrator)
        .paged()
        .reversible()
        .member(handle)
        .table(&[Query])
}

async fn handle(call: Call<()>) -> Result<Reply<Listing<SupportAccess>>, Problem> {
    let listed = support::list_support_grants(&call.tenant, &call.page()?).await?;
    let items = listed.items.into_iter().map(|grant| SupportAccess::new(grant, call.app.now())).collect();
    Ok(Reply::ok(Listing { items, next: listed.next }))
}
