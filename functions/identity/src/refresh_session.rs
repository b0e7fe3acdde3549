//! POST /v1/auth/refresh: a new access token for the cookie, and a new cookie.

use crate::cookie::{self, Kept, SignedIn};
use jiff::SignedDuration;
use lambda::{
    App, Handler, Method, Problem, Reply, Request, Route, WorkspaceScope,
    services::{Refresh, Tokens},
};
use store::{audit::Actor, sessions::Session};

/// How exactly a session says when it was last used.
const COARSE: SignedDuration = SignedDuration::from_hours(1);

pub(crate) fn handler() -> Handler {
    Route::new("refresh-session", Method::Post, "/v1/auth/refresh", "Exchange the refresh cookie for new tokens").public(handle)
}

fn ended() -> Problem {
    Problem::unauthenticated("The session has ended. Sign in again.")
}

async fn handle(app: App, request: Request<()>) -> Result<Reply<SignedIn>, Problem> {
    let (scope, kept) = cookie::read(&app, &request).ok_or_else(ended)?;
    let session = app.store().session(&scope, kept.member_id, &kept.session).await?.map(|session| session.value);
    let session = session.filter(|session| !session.revoked).ok_or_else(ended)?;
    match app.identity_provider()?.refresh(&kept.refresh).await? {
        Refresh::Fresh(tokens) => {
            keep(&app, &scope, &kept, session, &tokens).await?;
            cookie::signed_in(&app, &scope, kept.member_id, tokens)
        }
        Refresh::Reused => {
            // Two hold the same token, and we cannot tell who is right: the whole family ends, access tokens included.
            tracing::warn!(member_id = %kept.member_id, "a refresh token was used twice; its session is revoked");
            let act = request.act(Actor::Anonymous, "session.reused", format!("member/{}", kept.member_id)).removed(&session);
            app.store().revoke_sessions(&scope, kept.member_id, [session], &act, app.now()).await?;
            Err(ended())
        }
        Refresh::Invalid => Err(ended()),
    }
}

/// Notes that the session was used, at most once an hour.
async fn keep(app: &App, scope: &WorkspaceScope, kept: &Kept, session: Session, tokens: &Tokens) -> Result<(), Problem> {
    let (store, now) = (app.store(), app.now());
    // Cognito's documents do not promise that rotation keeps the session's id.
    if tokens.session != kept.session {
        let old = Session { revoked: true, ..session.clone() };
        store.put_session(scope, kept.member_id, Session { id: tokens.session.clone(), used_at: now, ..session }, now).await?;
        store.put_session(scope, kept.member_id, old, now).await?;
    } else if now.duration_since(session.used_at) >= COARSE {
        store.put_session(scope, kept.member_id, Session { used_at: now, ..session }, now).await?;
    }
    Ok(())
}
