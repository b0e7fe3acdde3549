//! POST /v1/auth/sign-out-everywhere: ends every session of the member whose cookie it is.

use crate::{
    cognito::IdentityProvider,
    cookie,
    needs::{CLIENT_ID, USER_POOL, USER_POOL_ID},
    sessions::end_all,
};
use identity_model::sessions;
use lambda::{
    Handler, Method, Problem, Reply, Request, Route,
    Table::{GetItem, PutItem, Query},
};
use table::audit::Actor;

pub(crate) fn handler() -> Handler {
    let summary = "Sign out everywhere";
    Route::new("sign-out-everywhere", Method::Post, "/v1/auth/sign-out-everywhere", summary)
        .succeeds_with(&[204])
        .public(handle)
        .table(&[GetItem, PutItem, Query])
        .may(&["cognito-idp:AdminUserGlobalSignOut"], &[USER_POOL])
        .settings(&[USER_POOL_ID, CLIENT_ID])
}

async fn handle(request: Request<()>) -> Result<Reply<()>, Problem> {
    let ended = || Problem::unauthenticated("The session has ended. Sign in again.");
    let (scope, kept) = cookie::read(&request).ok_or_else(ended)?;
    let tenant = request.tenant(&scope);
    let member = kept.member_id;
    // A cookie that somebody has kept of a session that was ended ends no other.
    let session = sessions::session(&tenant, member, &kept.session).await?;
    session.filter(|session| session.value.lives(request.app.now())).ok_or_else(ended)?;
    let act = request.act(Actor::Member { id: member }, "sessions.ended", format!("member/{member}"));
    end_all(&tenant, member, &act).await?;
    request.app.service::<IdentityProvider>()?.end_sessions(&member.to_string()).await?;
    Ok(cookie::cleared(Reply::ok(())))
}
