//! DELETE /v1/admin/api-clients/{api_client_id}: ends a program's access.

use crate::{
    api_client,
    cognito::IdentityProvider,
    needs::{USER_POOL, USER_POOL_ID},
};
use identity_model::api_clients::{self, ApiClientState};
use lambda::{
    Audience, Call, Handler, Method, Problem, Reply, Route,
    Table::{DeleteItem, GetItem, PutItem, UpdateItem},
};

pub(crate) fn handler() -> Handler {
    Route::new("revoke-api-client", Method::Delete, "/v1/admin/api-clients/{api_client_id}", "Revoke an API client")
        .audience(Audience::Administrator)
        .succeeds_with(&[204])
        .member(handle)
        .table(&[DeleteItem, GetItem, PutItem, UpdateItem])
        .may(&["cognito-idp:DeleteUserPoolClient"], &[USER_POOL])
        .settings(&[USER_POOL_ID])
}

/// The table first: from then on neither the authorizer nor the trigger lets the client in. What is left over at the identity
/// provider if that fails is taken away by the same request once more.
async fn handle(call: Call<()>) -> Result<Reply<()>, Problem> {
    let mut client = api_client::wanted(&call).await?;
    if client.value.state == ApiClientState::Active {
        let before = client.value.clone();
        client.value.state = ApiClientState::Revoked;
        client.value.former_secret_ends_at = None;
        let act = call.act("api_client.revoked", api_client::target(before.id)).change(&before, &client.value);
        api_clients::revoke_api_client(&call.tenant, &client, &act).await?;
    }
    call.app.service::<IdentityProvider>()?.delete_machine(&client.value.client_id).await?;
    api_clients::unregister_api_client(call.tenant.operation(), &client.value.client_id).await?;
    Ok(Reply::ok(()))
}
