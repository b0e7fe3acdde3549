//! POST /v1/auth/start: sends a code to an address, and tells nobody whether the address is known.

use domain::{
    email::EmailAddress,
    federation::EmailDomain,
    ids::{MemberId, SignInId, WorkspaceId},
    member::MemberState,
};
use jiff::SignedDuration;
use lambda::{App, Handler, Method, Problem, Reply, Request, Route};
use serde::{Deserialize, Serialize};
use store::{Record, limits::Limit, sessions::SignIn, workspaces::WorkspaceState};

/// Codes to one address.
const PER_ADDRESS: Limit = Limit { attempts: 6, window: SignedDuration::from_mins(15) };

/// Codes asked for from one source: an office of hundreds behind one address signs in at nine o'clock.
const PER_SOURCE: Limit = Limit { attempts: 600, window: SignedDuration::from_mins(15) };

/// How long a code can be entered; the identity provider's own limit is the same.
const VALID: SignedDuration = SignedDuration::from_mins(10);

/// The purpose of the ticket that names a started sign-in.
pub(crate) const PURPOSE: &str = "sign-in";

#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct StartSignIn {
    workspace: WorkspaceId,
    email: EmailAddress,
}

#[derive(Debug, Serialize, utoipa::ToSchema)]
struct SignInStarted {
    /// Send it with the code to `/v1/auth/verify`, within ten minutes.
    session: String,
}

pub(crate) fn handler() -> Handler {
    Route::new("start-sign-in", Method::Post, "/v1/auth/start", "Send a sign-in code by e-mail").public(handle)
}

async fn handle(app: App, request: Request<StartSignIn>) -> Result<Reply<SignInStarted>, Problem> {
    let (store, now) = (app.store(), app.now());
    let StartSignIn { workspace, email } = request.body;
    let registered = store.workspace(&workspace).await?.filter(|(_, workspace)| workspace.value.state == WorkspaceState::Open);
    let (scope, _) = registered.ok_or_else(|| Problem::not_found("workspace"))?;
    for (subject, limit) in [(email.as_str(), PER_ADDRESS), (request.source.as_str(), PER_SOURCE)] {
        if let Some(wait) = store.attempt(&scope, subject, limit, now).await? {
            return Err(Problem::too_many(u32::try_from(wait.as_secs()).unwrap_or(u32::MAX)));
        }
    }
    // This tells about the domain, which is no secret, and nothing about the address.
    if let Some(domain) = EmailDomain::of(&email)
        && store.provider_of_domain(&scope, &domain).await?.is_some_and(|binding| binding.enforced)
    {
        let detail = format!("People of {domain} sign in through their own identity provider: open /v1/auth/sso/start with this domain.");
        return Err(Problem::conflict("sso-required", detail));
    }
    let member = store.member_by_address(&scope, &email).await?;
    let known = member.filter(|member| member.value.state == MemberState::Active);
    // A stranger costs the same requests and gets the same answer: a challenge of a user who does not exist.
    let username = known.map_or_else(MemberId::random, |member| member.value.id);
    let challenge = app.identity_provider()?.send_code(&username.to_string()).await?;
    let valid_until = now.checked_add(VALID).map_err(Problem::internal)?;
    let sign_in = SignIn { id: SignInId::random(), username, challenge, tries: 0, valid_until };
    let id = sign_in.id;
    store.put_sign_in(&scope, &Record::new(sign_in, now), now).await?;
    Ok(Reply::ok(SignInStarted { session: app.issue_ticket(PURPOSE, &scope, id)? }))
}
