//! GET /v1/admin/identity-providers/{identity_provider_id}: one identity provider.

use crate::{
    identity_provider::{self, ShownProvider},
    needs::{HOSTED_URL, USER_POOL_ID},
};
use lambda::{Audience, Call, Handler, Method, Problem, Reply, Route, Table::GetItem};

pub(crate) fn handler() -> Handler {
    let path = "/v1/admin/identity-providers/{identity_provider_id}";
    Route::new("get-identity-provider", Method::Get, path, "Get an identity provider")
        .audience(Audience::Administrator)
        .member(handle)
        .table(&[GetItem])
        .settings(&[USER_POOL_ID, HOSTED_URL])
}

async fn handle(call: Call<()>) -> Result<Reply<ShownProvider>, Problem> {
    let provider = identity_provider::wanted(&call).await?;
    let version = provider.version;
    Ok(Reply::ok(ShownProvider::new(&call.app, provider)?).etag(version))
}
