//! POST /v1/auth/refresh: a new access token for the cookie, and a new cookie.

use crate::{
    cognito::{IdentityProvider, Refresh, Tokens},
    cookie::{self, Kept, SignedIn},
    needs::{CLIENT_ID, USER_POOL_ID},
};
use identity_model::sessions::{self, Session};
use jiff::SignedDuration;
use lambda::{
    App, Handler, Method, Problem, Reply, Request, Route,
    Table::{GetItem, PutItem},
};
use table::{Record, TableError, Tenant, audit::Actor};

/// How exactly a session says when it was last used.
const COARSE: SignedDuration = SignedDuration::from_hours(1);

const ROUNDS: usize = 4;

pub(crate) fn handler() -> Handler {
    Route::new("refresh-session", Method::Post, "/v1/auth/refresh", "Exchange the refresh cookie for new tokens")
        .public(handle)
        .table(&[GetItem, PutItem])
        .settings(&[USER_POOL_ID, CLIENT_ID])
}

fn ended() -> Problem {
    Problem::unauthenticated("The session has ended. Sign in again.")
}

async fn handle(request: Request<()>) -> Result<Reply<SignedIn>, Problem> {
    let (scope, kept) = cookie::read(&request).ok_or_else(ended)?;
    let tenant = request.tenant(&scope);
    let session = sessions::session(&tenant, kept.member_id, &kept.session).await?;
    let session = session.filter(|session| !session.value.revoked).ok_or_else(ended)?;
    match request.app.service::<IdentityProvider>()?.refresh(&kept.refresh).await? {
        Refresh::Fresh(tokens) => {
            if !keep(&request.app, &tenant, &kept, session, &tokens).await? {
                // Ended while the tokens were exchanged: the new ones end as well.
                request.app.service::<IdentityProvider>()?.revoke(&tokens.refresh).await?;
                return Err(ended());
            }
            cookie::signed_in(&request.app, &tenant, kept.member_id, tokens)
        }
        Refresh::Reused => {
            // Two hold the same token, and we cannot tell who is right: the whole family ends, access tokens included.
            tracing::warn!(member_id = %kept.member_id, "a refresh token was used twice; its session is revoked");
            let act = request.act(Actor::Anonymous, "session.reused", format!("member/{}", kept.member_id)).removed(&session.value);
            sessions::revoke_sessions(&tenant, kept.member_id, [session.value], &act).await?;
            Err(ended())
        }
        Refresh::Invalid => Err(ended()),
    }
}

/// Notes that the session was used, at most once an hour; `false` if somebody has ended it in the meantime. The end is the last word: what
/// is noted is written to the session as it was read, or not at all.
async fn keep(app: &App, tenant: &Tenant, kept: &Kept, session: Record<Session>, tokens: &Tokens) -> Result<bool, Problem> {
    let (now, member) = (app.now(), kept.member_id);
    let mut found = Some(session);
    // Another window may note the same at the same moment.
    for _ in 0..ROUNDS {
        let Some(mut session) = found.filter(|session| !session.value.revoked) else { return Ok(false) };
        let noted = if tokens.session != kept.session {
            // Cognito's documents do not promise that rotation keeps the session's id.
            sessions::continue_session(tenant, member, &session, tokens.session.clone()).await
        } else if now.duration_since(session.value.used_at) >= COARSE {
            session.value.used_at = now;
            sessions::use_session(tenant, member, &session).await
        } else {
            return Ok(true);
        };
        match noted {
            Ok(()) => return Ok(true),
            Err(TableError::Conflict) => found = sessions::session(tenant, member, &kept.session).await?,
            Err(error) => return Err(error.into()),
        }
    }
    Err(TableError::Conflict.into())
}
