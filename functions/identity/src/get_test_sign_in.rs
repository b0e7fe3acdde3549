//! GET /v1/admin/identity-providers/{identity_provider_id}/tests/{test_id}: what a test sign-in has shown.

use identity_model::{
    identity_providers::{Said, TestOutcome, TestReason, TestSignIn, WouldBe, test_sign_ins},
    ids::{IdentityProviderId, SignInId},
};
use lambda::{Audience, Call, Handler, Method, Problem, Reply, Route, Table::GetItem};
use serde::Serialize;
use trellis_core::personal::{Account, Personal};

/// What a test sign-in has shown. It is kept for half an hour.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = TestSignIn)]
struct ShownTest {
    test_id: SignInId,
    /// What the provider said; left out where nobody has come.
    #[serde(skip_serializing_if = "Option::is_none")]
    said: Option<Said>,
    outcome: TestOutcome,
    /// For `refused`.
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<TestReason>,
    /// Whom they would be here.
    #[serde(skip_serializing_if = "Option::is_none")]
    would_be: Option<WouldBe>,
    /// The provider's own words.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    provider_error: Option<Personal<String, Account>>,
}

pub(crate) fn handler() -> Handler {
    let path = "/v1/admin/identity-providers/{identity_provider_id}/tests/{test_id}";
    Route::new("get-test-sign-in", Method::Get, path, "What one's own test sign-in has shown")
        .audience(Audience::Administrator)
        .member(handle)
        .table(&[GetItem])
}

/// It names a person, who has signed in for the administrator who began it and for nobody else.
async fn handle(call: Call<()>) -> Result<Reply<ShownTest>, Problem> {
    let provider: IdentityProviderId = call.request.path("identity_provider_id", "identity provider")?;
    let id: SignInId = call.request.path("test_id", "test sign-in")?;
    let member = call.caller.member()?;
    let test = test_sign_ins::test_sign_in(&call.tenant, id).await?;
    let test = test.filter(|test| test.tester == member && test.provider_id == provider);
    let TestSignIn { id, said, outcome, reason, would_be, provider_error, .. } = test.ok_or_else(|| Problem::not_found("test sign-in"))?;
    Ok(Reply::ok(ShownTest { test_id: id, said, outcome, reason, would_be, provider_error }))
}
