//! A sign-in through a customer's provider, begun: for whoever wants in, and for an administrator who tries it out.

use crate::{cognito::IdentityProvider, sso_cookie};
use identity_model::{
    identity_providers::{Provider, SsoAttempt, attempts},
    ids::SignInId,
};
use jiff::Timestamp;
use lambda::{App, Problem};
use table::{Tenant, audit::Act};
use trellis_core::ids::MemberId;

/// What the sign-in is for.
#[derive(Debug)]
pub(crate) enum Purpose<'a> {
    /// Afterwards the browser goes to this path of the portal.
    SignIn { return_to: &'a str },
    /// An administrator looks what would happen.
    Test { tester: MemberId, act: &'a Act },
}

/// What the browser needs: where it is sent, and what shows afterwards that it is the same.
#[derive(Debug)]
pub(crate) struct Begun {
    pub(crate) id: SignInId,
    pub(crate) address: String,
    pub(crate) cookie: String,
    pub(crate) valid_until: Timestamp,
}

pub(crate) async fn begin(app: &App, tenant: &Tenant, provider: &Provider, purpose: Purpose<'_>) -> Result<Begun, Problem> {
    let (id, now) = (SignInId::random(), app.now());
    let valid_until = now.checked_add(sso_cookie::VALID).map_err(Problem::internal)?;
    let (return_to, tester, act) = match purpose {
        Purpose::SignIn { return_to } => (return_to.to_owned(), None, None),
        Purpose::Test { tester, act } => (String::new(), Some(tester), Some(act)),
    };
    let attempt = SsoAttempt { id, provider_id: provider.id, verifier: app.random_text()?, return_to, tester, valid_until };
    let (state, cookie) = sso_cookie::begin(app, tenant, id)?;
    let callback = app.settings().require("SSO_CALLBACK_URL")?;
    let address = app.service::<IdentityProvider>()?.authorize_url(&provider.provider_name, &state, &attempt.verifier, callback)?;
    attempts::put_sso_attempt(tenant, attempt, act).await?;
    Ok(Begun { id, address, cookie, valid_until })
}
