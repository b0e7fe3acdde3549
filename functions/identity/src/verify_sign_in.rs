//! POST /v1/auth/verify: the code becomes a session.

use crate::{
    cookie::{self, SignedIn},
    start_sign_in::PURPOSE,
};
use domain::ids::SignInId;
use lambda::{App, Handler, Method, Problem, Reply, Request, Route, services::CodeAnswer};
use serde::Deserialize;
use store::sessions::Session;

/// Codes that may be entered for one sign-in.
const TRIES: u32 = 6;

#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct VerifySignIn {
    /// From `/v1/auth/start`.
    session: String,
    /// The digits of the letter.
    code: String,
}

pub(crate) fn handler() -> Handler {
    Route::new("verify-sign-in", Method::Post, "/v1/auth/verify", "Sign in with the code").public(handle)
}

fn over() -> Problem {
    Problem::unauthenticated("This sign-in has ended. Ask for a new code.")
}

async fn handle(app: App, request: Request<VerifySignIn>) -> Result<Reply<SignedIn>, Problem> {
    let (store, now) = (app.store(), app.now());
    let (scope, id) = app.open_ticket::<SignInId>(PURPOSE, &request.body.session).ok_or_else(over)?;
    let mut sign_in = store.sign_in(&scope, id, now).await?.ok_or_else(over)?;
    if sign_in.value.tries >= TRIES {
        return Err(over());
    }
    // The try is counted before the code is looked at: of two guesses at once, one is refused.
    sign_in.value.tries += 1;
    store.put_sign_in(&scope, &sign_in, now).await?;
    let code: String = request.body.code.chars().filter(|character| !character.is_whitespace()).collect();
    let username = sign_in.value.username.to_string();
    match app.identity_provider()?.answer_code(&username, &sign_in.value.challenge, &code).await? {
        CodeAnswer::Right(tokens) => {
            let member_id = sign_in.value.username;
            store.put_session(&scope, member_id, Session { id: tokens.session.clone(), revoked: false }, now).await?;
            store.accept_invitation(&scope, member_id, now).await?;
            store.delete_sign_in(&scope, id).await?;
            cookie::signed_in(&app, &scope, member_id, tokens)
        }
        // One answer for both: which of them the provider gives for a user who does not exist is its secret, and must not be ours to tell.
        CodeAnswer::Wrong | CodeAnswer::Over if sign_in.value.tries < TRIES => Err(Problem::unauthenticated(
            "The code is not right, or no longer. Look at the newest letter and try again, or ask for a new code.",
        )),
        CodeAnswer::Wrong | CodeAnswer::Over => {
            store.delete_sign_in(&scope, id).await?;
            Err(over())
        }
    }
}
