//! POST /v1/admin/identity-providers/{identity_provider_id}/tests: a sign-in that shows what would happen and signs nobody in.

use crate::{
    identity_provider,
    needs::{CLIENT_ID, HOSTED_URL, SSO_CALLBACK_URL, USER_POOL_ID},
    sso_attempt::{self, Purpose},
};
use http::header::SET_COOKIE;
use identity_model::ids::SignInId;
use jiff::Timestamp;
use lambda::{
    Audience, Call, Handler, Method, Problem, Reply, Route,
    Table::{GetItem, PutItem},
};
use serde::Serialize;

#[derive(Debug, Serialize, utoipa::ToSchema)]
struct TestSignInStarted {
    test_id: SignInId,
    /// Where this browser goes: to the provider, and from there back to the panel.
    address: String,
    /// Until when it must be back.
    #[schema(value_type = String, format = DateTime)]
    valid_until: Timestamp,
}

pub(crate) fn handler() -> Handler {
    let path = "/v1/admin/identity-providers/{identity_provider_id}/tests";
    Route::new("start-test-sign-in", Method::Post, path, "Try out an identity provider: nobody is signed in by it")
        .audience(Audience::Administrator)
        .succeeds_with(&[201])
        .member(handle)
        .table(&[GetItem, PutItem])
        .settings(&[USER_POOL_ID, CLIENT_ID, HOSTED_URL, SSO_CALLBACK_URL])
}

/// A provider that is switched off can be tried out too: that is when one wants to know.
async fn handle(call: Call<()>) -> Result<Reply<TestSignInStarted>, Problem> {
    let provider = identity_provider::wanted(&call).await?.value;
    let act = call.act("identity_provider.tested", identity_provider::target(provider.id));
    let purpose = Purpose::Test { tester: call.caller.member()?, act: &act };
    let begun = sso_attempt::begin(&call.app, &call.tenant, &provider, purpose).await?;
    let started = TestSignInStarted { test_id: begun.id, address: begun.address, valid_until: begun.valid_until };
    Ok(Reply::created(started).header(SET_COOKIE, begun.cookie))
}
