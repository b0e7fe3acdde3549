//! DELETE /v1/admin/identity-providers/{identity_provider_id}: nobody comes from there any more. Members stay members.

use crate::{
    create_identity_provider::disconnect,
    identity_provider,
    needs::{CLIENT_ID, USER_POOL, USER_POOL_ID},
};
use identity_model::identity_providers;
use lambda::{
    Audience, Call, Handler, Method, Problem, Reply, Route,
    Table::{DeleteItem, GetItem, PutItem, UpdateItem},
};

pub(crate) fn handler() -> Handler {
    let path = "/v1/admin/identity-providers/{identity_provider_id}";
    Route::new("delete-identity-provider", Method::Delete, path, "Disconnect an identity provider")
        .audience(Audience::Administrator)
        .succeeds_with(&[204])
        .member(handle)
        .table(&[DeleteItem, GetItem, PutItem, UpdateItem])
        .may(
            &["cognito-idp:DeleteIdentityProvider", "cognito-idp:DescribeUserPoolClient", "cognito-idp:UpdateUserPoolClient"],
            &[USER_POOL],
        )
        .settings(&[USER_POOL_ID, CLIENT_ID])
}

/// Our identity provider first: if that fails, the entry is there for another try.
async fn handle(call: Call<()>) -> Result<Reply<()>, Problem> {
    let provider = identity_provider::wanted(&call).await?;
    disconnect(&call.app, &provider.value).await?;
    let act = call.act("identity_provider.deleted", identity_provider::target(provider.value.id)).removed(&provider.value);
    identity_providers::delete_identity_provider(&call.tenant, &provider, &act).await?;
    Ok(Reply::ok(()))
}
