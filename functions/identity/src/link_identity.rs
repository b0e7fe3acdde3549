//! POST /v1/me/identities: a member says that it was them whom the workspace's identity provider has sent.

use crate::sso_cookie::Claimed;
use http::header::SET_COOKIE;
use identity_model::{
    identity_providers::{self, Federated, ProviderState, arrivals},
    ids::IdentityProviderId,
};
use lambda::{Call, Handler, Method, Problem, Reply, Route, Table::GetItem};
use people_model::members;
use serde::Serialize;
use table::TableError;

/// What was linked.
#[derive(Debug, Serialize, utoipa::ToSchema)]
struct IdentityLinked {
    identity_provider: IdentityProviderId,
}

pub(crate) fn handler() -> Handler {
    let summary = "Link your account to the identity provider you have just signed in with";
    Route::new("link-identity", Method::Post, "/v1/me/identities", summary).succeeds_with(&[201]).member(handle).table(&[GetItem])
}

/// The browser proves with its cookie who came from the provider, the token proves who is signed in, and the provider must have named
/// the member's own address: nobody can be talked into taking somebody else's identity for their own.
async fn handle(call: Call<()>) -> Result<Reply<IdentityLinked>, Problem> {
    let now = call.app.now();
    let nothing = || Problem::rule("cookie", "nobody has come from an identity provider in this browser within a quarter of an hour");
    let (scope, claimed) = Claimed::read(&call.request, now).ok_or_else(nothing)?;
    let own = &call.caller.scope;
    let member = members::member(&call.tenant, call.caller.member()?).await?.ok_or_else(|| Problem::not_found("member"))?.value;
    if scope != *own || member.email != claimed.email {
        return Err(Problem::forbidden("The identity provider has named another person. Sign in as the member whom it means."));
    }
    let provider = identity_providers::identity_provider(&call.tenant, claimed.provider_id).await?;
    let provider = provider.filter(|provider| provider.value.state == ProviderState::Active).ok_or_else(nothing)?.value;
    let linked = IdentityLinked { identity_provider: provider.id };
    let act = call.act("member.linked", format!("member/{}", member.id)).made(&linked);
    let link = Federated { provider_id: provider.id, member_id: member.id };
    match arrivals::link_member(&call.tenant, link, &claimed.subject.0, &act).await {
        Ok(()) => Ok(Reply::created(linked).header(SET_COOKIE, Claimed::ended())),
        Err(TableError::Conflict) => Err(Problem::conflict("linked", "This identity belongs to a member already.")),
        Err(error) => Err(error.into()),
    }
}
