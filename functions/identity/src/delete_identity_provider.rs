//! DELETE /v1/admin/identity-providers/{identity_provider_id}: nobody comes from there any more. Members stay members.

use crate::{create_identity_provider::disconnect, identity_provider};
use lambda::{App, Audience, Call, Handler, Method, Problem, Reply, Route};

pub(crate) fn handler() -> Handler {
    let path = "/v1/admin/identity-providers/{identity_provider_id}";
    Route::new("delete-identity-provider", Method::Delete, path, "Disconnect an identity provider")
        .audience(Audience::Administrator)
        .succeeds_with(&[204])
        .member(handle)
}

/// Our identity provider first: if that fails, the entry is there for another try.
async fn handle(app: App, call: Call<()>) -> Result<Reply<()>, Problem> {
    let provider = identity_provider::wanted(&app, &call).await?;
    disconnect(&app, &provider.value).await?;
    let act = call.act("identity_provider.deleted", identity_provider::target(provider.value.id)).removed(&provider.value);
    app.store().delete_identity_provider(&call.caller.scope, &provider, &act, app.now()).await?;
    Ok(Reply::ok(()))
}
