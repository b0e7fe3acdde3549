//! The short-lived cookies of a sign-in through a customer's provider: they bind it to the browser that began it.

use identity_model::ids::{IdentityProviderId, SignInId};
use jiff::{SignedDuration, Timestamp};
use lambda::{App, Problem, Request, WorkspaceScope};
use serde::{Deserialize, Serialize};
use table::Tenant;
use trellis_core::{
    email::EmailAddress,
    personal::{Account, Contact, Personal},
};

/// How long somebody may take at the provider.
pub(crate) const VALID: SignedDuration = SignedDuration::from_mins(10);

/// How long somebody may take to say who they are.
const LINK_VALID: SignedDuration = SignedDuration::from_mins(15);

const STATE: &str = "sso-state";
const BROWSER: &str = "sso-browser";
const BROWSER_COOKIE: &str = "__Host-trellis_sso";
const LINK: &str = "link-identity";
const LINK_COOKIE: &str = "__Host-trellis_link";

/// What a browser has that began a sign-in: the `state` for the address line and the cookie. Neither is worth anything alone, and neither
/// can be made outside.
pub(crate) fn begin(app: &App, tenant: &Tenant, id: SignInId) -> Result<(String, String), Problem> {
    let (state, cookie) = (app.issue_ticket(STATE, tenant.scope(), id)?, app.issue_ticket(BROWSER, tenant.scope(), id)?);
    // Lax, since the browser comes back from another site.
    let seconds = VALID.as_secs();
    let cookie = format!("{BROWSER_COOKIE}={cookie}; Path=/; Max-Age={seconds}; HttpOnly; Secure; SameSite=Lax");
    Ok((state, cookie))
}

/// The sign-in that this very browser has begun, if the state that came back is that one's.
pub(crate) fn returning<B>(request: &Request<B>) -> Option<(WorkspaceScope, SignInId)> {
    let begun: (WorkspaceScope, SignInId) = request.app.open_ticket(BROWSER, request.cookie(BROWSER_COOKIE)?)?;
    let back = request.app.open_ticket(STATE, request.query("state")?)?;
    (begun == back).then_some(begun)
}

/// Takes the cookie away.
pub(crate) fn ended() -> String {
    format!("{BROWSER_COOKIE}=; Path=/; Max-Age=0; HttpOnly; Secure; SameSite=Lax")
}

/// Somebody whom a provider has sent and who has to say that they are a certain member.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Claimed {
    pub(crate) provider_id: IdentityProviderId,
    pub(crate) subject: Personal<String, Account>,
    pub(crate) email: Personal<EmailAddress, Contact>,
    valid_until: Timestamp,
}

impl Claimed {
    pub(crate) fn new(provider_id: IdentityProviderId, subject: String, email: EmailAddress, now: Timestamp) -> Self {
        let valid_until = now.checked_add(LINK_VALID).unwrap_or(now);
        Self { provider_id, subject: Personal::new(subject), email: Personal::new(email), valid_until }
    }

    /// The claim as a cookie that scripts cannot read and other sites cannot send.
    pub(crate) fn cookie(&self, app: &App, tenant: &Tenant) -> Result<String, Problem> {
        let ticket = app.issue_ticket(LINK, tenant.scope(), self)?;
        let seconds = LINK_VALID.as_secs();
        Ok(format!("{LINK_COOKIE}={ticket}; Path=/; Max-Age={seconds}; HttpOnly; Secure; SameSite=Strict"))
    }

    /// The claim of this browser, if there is one.
    pub(crate) fn read<B>(request: &Request<B>, now: Timestamp) -> Option<(WorkspaceScope, Self)> {
        let (scope, claimed): (WorkspaceScope, Self) = request.app.open_ticket(LINK, request.cookie(LINK_COOKIE)?)?;
        (claimed.valid_until > now).then_some((scope, claimed))
    }

    /// Takes the cookie away.
    pub(crate) fn ended() -> String {
        format!("{LINK_COOKIE}=; Path=/; Max-Age=0; HttpOnly; Secure; SameSite=Strict")
    }
}
