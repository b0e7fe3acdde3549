//! GET /v1/admin/identity-providers: the identity providers that the workspace has connected, and what another one must be told.

use crate::{
    identity_provider::{ShownProvider, TrellisAtProviders},
    needs::{HOSTED_URL, USER_POOL_ID},
};
use identity_model::identity_providers;
use lambda::{Audience, Call, Handler, Method, Problem, Reply, Route, Table::QueryIndex};
use serde::Serialize;

/// One page of providers.
#[derive(Debug, Serialize, utoipa::ToSchema)]
struct IdentityProviderList {
    items: Vec<ShownProvider>,
    /// Send it as `cursor` for the next page; absent on the last one.
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<String>,
    /// What a provider must be told before it can be connected.
    trellis: TrellisAtProviders,
}

pub(crate) fn handler() -> Handler {
    Route::new("list-identity-providers", Method::Get, "/v1/admin/identity-providers", "List identity providers by name")
        .audience(Audience::Administrator)
        .paged()
        .reversible()
        .member(handle)
        .table(&[QueryIndex])
        .settings(&[USER_POOL_ID, HOSTED_URL])
}

async fn handle(call: Call<()>) -> Result<Reply<IdentityProviderList>, Problem> {
    let listed = identity_providers::list_identity_providers(&call.tenant, &call.page()?).await?;
    let items = listed.items.into_iter().map(|provider| ShownProvider::new(&call.app, provider)).collect::<Result<_, _>>()?;
    Ok(Reply::ok(IdentityProviderList { items, next: listed.next, trellis: TrellisAtProviders::of(&call.app)? }))
}
