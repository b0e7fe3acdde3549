//! POST /v1/auth/refresh: a new access token for the cookie, and a new cookie.

use crate::cookie::{self, SignedIn};
use lambda::{App, Handler, Method, Problem, Reply, Request, Route, services::Refresh};
use store::sessions::Session;

pub(crate) fn handler() -> Handler {
    Route::new("refresh-session", Method::Post, "/v1/auth/refresh", "Exchange the refresh cookie for new tokens").public(handle)
}

fn ended() -> Problem {
    Problem::unauthenticated("The session has ended. Sign in again.")
}

async fn handle(app: App, request: Request<()>) -> Result<Reply<SignedIn>, Problem> {
    let (scope, kept) = cookie::read(&app, &request).ok_or_else(ended)?;
    let session = app.store().session(&scope, kept.member_id, &kept.session).await?;
    session.filter(|session| !session.value.revoked).ok_or_else(ended)?;
    match app.identity_provider()?.refresh(&kept.refresh).await? {
        Refresh::Fresh(tokens) => {
            // Cognito's documents do not promise that rotation keeps the session's id.
            if tokens.session != kept.session {
                let (new, old) = (Session { id: tokens.session.clone(), revoked: false }, Session { id: kept.session, revoked: true });
                app.store().put_session(&scope, kept.member_id, new, app.now()).await?;
                app.store().put_session(&scope, kept.member_id, old, app.now()).await?;
            }
            cookie::signed_in(&app, &scope, kept.member_id, tokens)
        }
        Refresh::Reused => {
            // Two hold the same token, and we cannot tell who is right: the whole family ends, access tokens included.
            tracing::warn!(member_id = %kept.member_id, "a refresh token was used twice; its session is revoked");
            let revoked = Session { id: kept.session, revoked: true };
            app.store().put_session(&scope, kept.member_id, revoked, app.now()).await?;
            Err(ended())
        }
        Refresh::Invalid => Err(ended()),
    }
}
