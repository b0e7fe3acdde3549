//! The refresh cookie: the only thing that the browser keeps of a session.

use crate::cognito::Tokens;
use http::header::SET_COOKIE;
use identity_model::sessions::SESSION_LIFE;
use lambda::{App, Problem, Reply, Request, WorkspaceScope};
use serde::{Deserialize, Serialize};
use std::fmt;
use table::Tenant;
use trellis_core::ids::MemberId;

/// With this prefix a browser takes the cookie from this very host over TLS only: no sister domain can plant one.
const NAME: &str = "__Host-trellis_refresh";
const PURPOSE: &str = "refresh-cookie";

/// What the cookie holds, signed.
#[derive(Serialize, Deserialize)]
pub(crate) struct Kept {
    pub(crate) member_id: MemberId,
    pub(crate) session: String,
    pub(crate) refresh: String,
}

/// Whoever has the refresh token is the member: it is not printed.
impl fmt::Debug for Kept {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Kept").field("member_id", &self.member_id).field("session", &self.session).finish_non_exhaustive()
    }
}

/// The tokens as a browser gets them: the access token for memory, the refresh token in a cookie that scripts cannot read.
#[derive(Serialize, utoipa::ToSchema)]
pub(crate) struct SignedIn {
    access_token: String,
    /// `Bearer`.
    token_type: &'static str,
    /// Seconds.
    expires_in: i32,
}

fn set(value: &str, seconds: i64) -> String {
    format!("{NAME}={value}; Path=/; Max-Age={seconds}; HttpOnly; Secure; SameSite=Strict")
}

/// The answer that signs a browser in.
pub(crate) fn signed_in(app: &App, tenant: &Tenant, member_id: MemberId, tokens: Tokens) -> Result<Reply<SignedIn>, Problem> {
    let body = SignedIn { access_token: tokens.access.clone(), token_type: "Bearer", expires_in: tokens.expires_in };
    Ok(Reply::ok(body).header(SET_COOKIE, kept(app, tenant, member_id, tokens)?))
}

/// The cookie alone: the browser exchanges it for an access token as soon as it needs one.
pub(crate) fn kept(app: &App, tenant: &Tenant, member_id: MemberId, tokens: Tokens) -> Result<String, Problem> {
    let kept = Kept { member_id, session: tokens.session, refresh: tokens.refresh };
    Ok(set(&app.issue_ticket(PURPOSE, tenant.scope(), kept)?, SESSION_LIFE.as_secs()))
}

/// Takes the cookie away.
pub(crate) fn cleared<T>(reply: Reply<T>) -> Reply<T> {
    reply.header(SET_COOKIE, set("", 0))
}

/// The session of the request's cookie, if it is one that we issued.
pub(crate) fn read<B>(request: &Request<B>) -> Option<(WorkspaceScope, Kept)> {
    request.app.open_ticket(PURPOSE, request.cookie(NAME)?)
}
