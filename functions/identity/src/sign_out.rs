//! POST /v1/auth/sign-out: ends the session of the cookie.

use crate::{
    cognito::IdentityProvider,
    cookie,
    needs::{CLIENT_ID, USER_POOL_ID},
};
use identity_model::sessions;
use lambda::{
    Handler, Method, Problem, Reply, Request, Route,
    Table::{GetItem, PutItem},
};
use table::audit::Actor;

pub(crate) fn handler() -> Handler {
    Route::new("sign-out", Method::Post, "/v1/auth/sign-out", "Sign out")
        .succeeds_with(&[204])
        .public(handle)
        .table(&[GetItem, PutItem])
        .settings(&[USER_POOL_ID, CLIENT_ID])
}

/// Without a session there is nothing to end, and that is what was wanted.
async fn handle(request: Request<()>) -> Result<Reply<()>, Problem> {
    if let Some((scope, kept)) = cookie::read(&request) {
        let (tenant, member) = (request.tenant(&scope), kept.member_id);
        if let Some(session) = sessions::session(&tenant, member, &kept.session).await?.filter(|session| !session.value.revoked) {
            let act = request.act(Actor::Member { id: member }, "session.ended", format!("member/{member}")).removed(&session.value);
            sessions::revoke_sessions(&tenant, member, [session.value], &act).await?;
        }
        request.app.service::<IdentityProvider>()?.revoke(&kept.refresh).await?;
    }
    Ok(cookie::cleared(Reply::ok(())))
}
