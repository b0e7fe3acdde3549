//! DELETE /v1/me/sessions/{session_id}: ends one of one's own sessions, on a device that was lost or lent.
//!
//! The refresh token of that device is in its cookie only, so it cannot be revoked at the identity provider from here: but
//! nobody else exchanges it, and `/v1/auth/refresh` asks the table first, as the authorizer does for access tokens.

use lambda::{App, Call, Handler, Method, Problem, Reply, Route};

/// Longer texts are no ids of sessions.
const LONGEST: usize = 64;

pub(crate) fn handler() -> Handler {
    let summary = "End one of one's own sessions";
    Route::new("revoke-session", Method::Delete, "/v1/me/sessions/{session_id}", summary).succeeds_with(&[204]).member(handle)
}

async fn handle(app: App, call: Call<()>) -> Result<Reply<()>, Problem> {
    let (scope, member, now) = (&call.caller.scope, call.caller.member()?, app.now());
    let missing = || Problem::not_found("session");
    let id: String = call.request.path("session_id", "session")?;
    let plain = id.len() <= LONGEST && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_');
    let session = if plain { app.store().session(scope, member, &id).await? } else { None };
    let session = session.map(|session| session.value).filter(|session| session.lives(now)).ok_or_else(missing)?;
    let act = call.act("session.ended", format!("member/{member}")).removed(&session);
    app.store().revoke_sessions(scope, member, [session], &act, now).await?;
    Ok(Reply::ok(()))
}
