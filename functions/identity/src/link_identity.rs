//! POST /v1/me/identities: a member says that it was them whom the workspace's identity provider has sent.

use crate::sso_cookie::Claimed;
use domain::ids::IdentityProviderId;
use http::header::SET_COOKIE;
use lambda::{App, Call, Handler, Method, Problem, Reply, Route};
use serde::Serialize;
use store::{
    StoreError,
    identity_providers::{Federated, ProviderState},
};

/// What was linked.
#[derive(Debug, Serialize, utoipa::ToSchema)]
struct IdentityLinked {
    identity_provider: IdentityProviderId,
}

pub(crate) fn handler() -> Handler {
    let summary = "Confirm that one is who has just come from the identity provider";
    Route::new("link-identity", Method::Post, "/v1/me/identities", summary).succeeds_with(&[201]).member(handle)
}

/// The browser proves with its cookie who came from the provider, the token proves who is signed in, and the provider must have named
/// the member's own address: nobody can be talked into taking somebody else's identity for their own.
async fn handle(app: App, call: Call<()>) -> Result<Reply<IdentityLinked>, Problem> {
    let now = app.now();
    let nothing = || Problem::rule("cookie", "nobody has come from an identity provider in this browser within a quarter of an hour");
    let (scope, claimed) = Claimed::read(&app, &call.request, now).ok_or_else(nothing)?;
    let own = &call.caller.scope;
    let member = app.store().member(own, call.caller.member()?).await?.ok_or_else(|| Problem::not_found("member"))?.value;
    if scope != *own || member.email != claimed.email {
        return Err(Problem::forbidden("The identity provider has named another person. Sign in as the member whom it means."));
    }
    let provider = app.store().identity_provider(own, claimed.provider_id).await?;
    let provider = provider.filter(|provider| provider.value.state == ProviderState::Active).ok_or_else(nothing)?.value;
    let linked = IdentityLinked { identity_provider: provider.id };
    let act = call.act("member.linked", format!("member/{}", member.id)).made(&linked);
    let link = Federated { provider_id: provider.id, member_id: member.id };
    match app.store().link_member(own, link, &claimed.subject.0, &act, now).await {
        Ok(()) => Ok(Reply::created(linked).header(SET_COOKIE, Claimed::ended())),
        Err(StoreError::Conflict) => Err(Problem::conflict("linked", "This identity belongs to a member already.")),
        Err(error) => Err(error.into()),
    }
}
