//! POST /v1/auth/sign-out-everywhere: ends every session of the member whose cookie it is.

use crate::{cookie, sessions};
use lambda::{App, Handler, Method, Problem, Reply, Request, Route};
use store::audit::Actor;

pub(crate) fn handler() -> Handler {
    let summary = "End all sessions on all devices";
    Route::new("sign-out-everywhere", Method::Post, "/v1/auth/sign-out-everywhere", summary).succeeds_with(&[204]).public(handle)
}

async fn handle(app: App, request: Request<()>) -> Result<Reply<()>, Problem> {
    let ended = || Problem::unauthenticated("The session has ended. Sign in again.");
    let (scope, kept) = cookie::read(&app, &request).ok_or_else(ended)?;
    let member = kept.member_id;
    // A cookie that somebody has kept of a session that was ended ends no other.
    let session = app.store().session(&scope, member, &kept.session).await?;
    session.filter(|session| session.value.lives(app.now())).ok_or_else(ended)?;
    let act = request.act(Actor::Member { id: member }, "sessions.ended", format!("member/{member}"));
    sessions::end_all(&app, &scope, member, &act).await?;
    app.identity_provider()?.end_sessions(&member.to_string()).await?;
    Ok(cookie::cleared(Reply::ok(())))
}
