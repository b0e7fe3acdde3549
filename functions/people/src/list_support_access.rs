//! GET /v1/admin/support-access: who of support was let in, newest first.

use crate::support_view::SupportAccess;
use lambda::{App, Audience, Call, Handler, Listing, Method, Problem, Reply, Route};

pub(crate) fn handler() -> Handler {
    Route::new("list-support-access", Method::Get, "/v1/admin/support-access", "Who of support was let in, newest first")
        .audience(Audience::Administrator)
        .paged()
        .reversible()
        .member(handle)
}

async fn handle(app: App, call: Call<()>) -> Result<Reply<Listing<SupportAccess>>, Problem> {
    let listed = app.store().list_support_grants(&call.caller.scope, &call.request.page()?).await?;
    let items = listed.items.into_iter().map(|grant| SupportAccess::new(grant, app.now())).collect();
    Ok(Reply::ok(Listing { items, next: listed.next }))
}
