//! POST /v1/auth/sign-out: ends the session of the cookie.

use crate::cookie;
use lambda::{App, Handler, Method, Problem, Reply, Request, Route};
use store::audit::Actor;

pub(crate) fn handler() -> Handler {
    Route::new("sign-out", Method::Post, "/v1/auth/sign-out", "End the session").succeeds_with(&[204]).public(handle)
}

/// Without a session there is nothing to end, and that is what was wanted.
async fn handle(app: App, request: Request<()>) -> Result<Reply<()>, Problem> {
    if let Some((scope, kept)) = cookie::read(&app, &request) {
        let (store, member) = (app.store(), kept.member_id);
        if let Some(session) = store.session(&scope, member, &kept.session).await?.filter(|session| !session.value.revoked) {
            let act = request.act(Actor::Member { id: member }, "session.ended", format!("member/{member}")).removed(&session.value);
            store.revoke_sessions(&scope, member, [session.value], &act, app.now()).await?;
        }
        app.identity_provider()?.revoke(&kept.refresh).await?;
    }
    Ok(cookie::cleared(Reply::ok(())))
}
