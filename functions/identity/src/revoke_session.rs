//! DELETE /v1/me/sessions/{session_id}: ends one of one's own sessions, on a device that was lost or lent.
//!
//! The refresh token of that device is in its cookie only, so it cannot be revoked at the identity provider from here: but
//! nobody else exchanges it, and `/v1/auth/refresh` asks the table first, as the authorizer does for access tokens.

use identity_model::sessions;
use lambda::{Call, Handler, Method, Problem, Reply, Route, Table::GetItem};

/// Longer texts are no ids of sessions.
const LONGEST: usize = 64;

pub(crate) fn handler() -> Handler {
    let summary = "Sign out one of your devices";
    Route::new("revoke-session", Method::Delete, "/v1/me/sessions/{session_id}", summary)
        .succeeds_with(&[204])
        .member(handle)
        .table(&[GetItem])
}

async fn handle(call: Call<()>) -> Result<Reply<()>, Problem> {
    let (member, now) = (call.caller.member()?, call.app.now());
    let missing = || Problem::not_found("session");
    let id: String = call.request.path("session_id", "session")?;
    let plain = id.len() <= LONGEST && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_');
    let session = if plain { sessions::session(&call.tenant, member, &id).await? } else { None };
    let session = session.map(|session| session.value).filter(|session| session.lives(now)).ok_or_else(missing)?;
    let act = call.act("session.ended", format!("member/{member}")).removed(&session);
    sessions::revoke_sessions(&call.tenant, member, [session], &act).await?;
    Ok(Reply::ok(()))
}
