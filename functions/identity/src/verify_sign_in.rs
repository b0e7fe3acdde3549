//! POST /v1/auth/verify: the code, of a letter or of the authenticator app, becomes a session.

use crate::{
    cookie::{self, SignedIn},
    device,
    knock::too_early,
    start_sign_in::PURPOSE,
};
use domain::ids::{MemberId, SignInId};
use jiff::SignedDuration;
use lambda::{
    App, Handler, Method, Problem, Reply, Request, Route, WorkspaceScope,
    services::{CodeAnswer, Tokens},
};
use serde::Deserialize;
use store::{
    audit::Actor,
    limits::Limit,
    second_factors::Progress,
    sessions::{Expects, Session, SignIn},
};

/// Codes that may be entered for one sign-in.
const TRIES: u32 = 6;

/// The app's codes for one member, over all sign-ins: only who knows the password gets here, and has six digits to guess.
const PER_APP: Limit = Limit {
    free: 12,
    wait: SignedDuration::from_secs(30),
    longest: SignedDuration::from_mins(15),
    forgiven_after: SignedDuration::from_mins(15),
};

#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct VerifySignIn {
    /// From `/v1/auth/start` or `/v1/auth/password`.
    session: String,
    /// The digits of the letter or of the app.
    code: String,
}

pub(crate) fn handler() -> Handler {
    Route::new("verify-sign-in", Method::Post, "/v1/auth/verify", "Sign in with the code").public(handle)
}

fn over() -> Problem {
    Problem::unauthenticated("This sign-in has ended. Begin again.")
}

fn app_subject(member: MemberId) -> String {
    format!("app {member}")
}

async fn handle(app: App, request: Request<VerifySignIn>) -> Result<Reply<SignedIn>, Problem> {
    let (store, now) = (app.store(), app.now());
    let (scope, id) = app.open_ticket::<SignInId>(PURPOSE, &request.body.session).ok_or_else(over)?;
    let mut record = store.sign_in(&scope, id, now).await?.ok_or_else(over)?;
    if record.value.tries >= TRIES {
        return Err(over());
    }
    // The try is counted before the code is looked at: of two guesses at once, one is refused.
    record.value.tries += 1;
    store.put_sign_in(&scope, &record, now).await?;
    let sign_in = record.value;
    let code: String = request.body.code.chars().filter(|character| !character.is_whitespace()).collect();
    match answer(&app, &scope, &sign_in, &code).await? {
        CodeAnswer::Right(tokens) => open(&app, &scope, &request, &sign_in, tokens).await,
        // One answer for both: which of them the provider gives for a user who does not exist is its secret, and must not be ours to tell.
        CodeAnswer::Wrong | CodeAnswer::Over if sign_in.tries < TRIES => {
            let newest = match sign_in.expects {
                Expects::EmailCode => "Look at the newest letter and try again, or ask for a new code.",
                Expects::AppCode => "Wait for the next one of the app and try again; each works once.",
            };
            Err(Problem::unauthenticated(format!("The code is not right, or no longer. {newest}")))
        }
        CodeAnswer::Wrong | CodeAnswer::Over => {
            let act = request.act(Actor::Anonymous, "sign_in.failed", format!("member/{}", sign_in.username));
            store.fail_sign_in(&scope, id, &act, now).await?;
            Err(over())
        }
    }
}

async fn answer(app: &App, scope: &WorkspaceScope, sign_in: &SignIn, code: &str) -> Result<CodeAnswer, Problem> {
    let (provider, username) = (app.identity_provider()?, sign_in.username.to_string());
    match sign_in.expects {
        Expects::EmailCode => Ok(provider.answer_code(&username, &sign_in.challenge, code).await?),
        Expects::AppCode => {
            let subject = app_subject(sign_in.username);
            if let Some(wait) = app.store().attempt(scope, &subject, PER_APP, app.now()).await? {
                return Err(too_early(wait));
            }
            let answer = provider.answer_app_code(&username, &sign_in.challenge, code).await?;
            if matches!(answer, CodeAnswer::Right(_)) {
                app.store().forgive(scope, &subject).await?;
            }
            Ok(answer)
        }
    }
}

/// Opens the session, unless password and app were taken away in the meantime.
async fn open(
    app: &App,
    scope: &WorkspaceScope,
    request: &Request<VerifySignIn>,
    sign_in: &SignIn,
    tokens: Tokens,
) -> Result<Reply<SignedIn>, Problem> {
    let (store, now, member) = (app.store(), app.now(), sign_in.username);
    if sign_in.expects == Expects::AppCode {
        let factor = store.second_factor(scope, member).await?;
        if factor.is_none_or(|factor| factor.value.progress != Progress::Enrolled) {
            app.identity_provider()?.revoke(&tokens.refresh).await?;
            return Err(over());
        }
    }
    store.accept_invitation(scope, member, now).await?;
    let session = Session::opened(tokens.session.clone(), device::named(request.header("user-agent")), now);
    let act = request.act(Actor::Member { id: member }, "session.opened", format!("member/{member}")).made(&session);
    store.open_session(scope, member, session, Some(sign_in.id), &act, now).await?;
    store.accept_invitation(scope, member, now).await?;
    cookie::signed_in(app, scope, member, tokens)
}
