//! DELETE /v1/admin/api-clients/{api_client_id}: ends a program's access.

use crate::api_client;
use lambda::{App, Audience, Call, Handler, Method, Problem, Reply, Route};
use store::api_clients::ApiClientState;

pub(crate) fn handler() -> Handler {
    Route::new("revoke-api-client", Method::Delete, "/v1/admin/api-clients/{api_client_id}", "End a program's access")
        .audience(Audience::Administrator)
        .succeeds_with(&[204])
        .member(handle)
}

/// The table first: from then on neither the authorizer nor the trigger lets the client in. What is left over at the identity
/// provider if that fails is taken away by the same request once more.
async fn handle(app: App, call: Call<()>) -> Result<Reply<()>, Problem> {
    let mut client = api_client::wanted(&app, &call).await?;
    if client.value.state == ApiClientState::Active {
        let before = client.value.clone();
        client.value.state = ApiClientState::Revoked;
        client.value.former_secret_ends_at = None;
        let act = call.act("api_client.revoked", api_client::target(before.id)).change(&before, &client.value);
        app.store().update_api_client(&call.caller.scope, &client, &act, app.now()).await?;
    }
    app.identity_provider()?.delete_machine(&client.value.client_id).await?;
    app.store().unregister_api_client(&client.value.client_id).await?;
    Ok(Reply::ok(()))
}
