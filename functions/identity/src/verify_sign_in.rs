//! POST /v1/auth/verify: the code, from an e-mail or from the authenticator app, becomes a session.

use crate::{
    cognito::{CodeAnswer, IdentityProvider, Tokens},
    cookie::{self, SignedIn},
    device, directory,
    knock::{known_network, too_early},
    known_device,
    needs::{CLIENT_ID, USER_POOL_ID},
    proof::Ticket,
    start_sign_in::PURPOSE,
};
use identity_model::{
    ids::SignInId,
    one_time_code::OneTimeCode,
    second_factors::{self, Progress},
    sessions::{self, Expects, Session, Shown, SignIn},
};
use jiff::SignedDuration;
use lambda::{
    App, Handler, Method, Problem, Reply, Request, Route,
    Table::{ConditionCheckItem, DeleteItem, GetItem, PutItem, UpdateItem},
};
use people_model::member_changes;
use serde::Deserialize;
use table::{TableError, Tenant, audit::Actor, limits::Limit};

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
    session: Ticket,
    /// The digits of the e-mail or of the app.
    code: OneTimeCode,
}

pub(crate) fn handler() -> Handler {
    Route::new("verify-sign-in", Method::Post, "/v1/auth/verify", "Sign in with the code")
        .public(handle)
        .table(&[ConditionCheckItem, DeleteItem, GetItem, PutItem, UpdateItem])
        .settings(&[USER_POOL_ID, CLIENT_ID])
        .example(r#"{"session": "from-start-sign-in", "code": "12345678"}"#)
}

fn over() -> Problem {
    Problem::unauthenticated("This sign-in has ended. Begin again.")
}

/// What the app's codes are counted for: a known device has a counter of its own.
fn app_subject(sign_in: &SignIn) -> String {
    let member = sign_in.username;
    sign_in.device.map_or_else(|| format!("app {member}"), |device| format!("app {member} {device}"))
}

async fn handle(request: Request<VerifySignIn>) -> Result<Reply<SignedIn>, Problem> {
    let (scope, id) = request.app.open_ticket::<SignInId>(PURPOSE, request.body.session.as_str()).ok_or_else(over)?;
    let tenant = request.tenant(&scope);
    let mut record = sessions::sign_in(&tenant, id).await?.ok_or_else(over)?;
    if record.value.expects == Expects::AppCode && !request.body.code.is_of_app() {
        return Err(Problem::rule("code", "expected the six digits that the app shows"));
    }
    if record.value.tries >= TRIES {
        return Err(over());
    }
    // The try is counted before the code is looked at: of two guesses at once, one is refused.
    record.value.tries += 1;
    sessions::put_sign_in(&tenant, &record).await?;
    let sign_in = record.value;
    match answer(&request.app, &tenant, &sign_in, request.body.code.as_str()).await? {
        CodeAnswer::Right(tokens) => open(&tenant, &request, &sign_in, tokens).await,
        // One answer for both: which of them the provider gives for a user who does not exist is its secret, and must not be ours to tell.
        CodeAnswer::Wrong | CodeAnswer::Over if sign_in.tries < TRIES => {
            let newest = match sign_in.expects {
                Expects::EmailCode => "Use the code from the newest e-mail, or request a new one.",
                Expects::AppCode => "Wait for the app's next code and try again; each code works once.",
            };
            Err(Problem::unauthenticated(format!("That code is incorrect or has expired. {newest}")))
        }
        CodeAnswer::Wrong | CodeAnswer::Over => {
            let act = request.act(Actor::Anonymous, "sign_in.failed", format!("member/{}", sign_in.username));
            sessions::fail_sign_in(&tenant, id, &act).await?;
            Err(over())
        }
    }
}

async fn answer(app: &App, tenant: &Tenant, sign_in: &SignIn, code: &str) -> Result<CodeAnswer, Problem> {
    let (provider, username) = (app.service::<IdentityProvider>()?, sign_in.username.to_string());
    match sign_in.expects {
        Expects::EmailCode => Ok(provider.answer_code(&username, &sign_in.challenge, code).await?),
        Expects::AppCode => {
            let subject = app_subject(sign_in);
            if let Some(wait) = tenant.attempt(&subject, PER_APP).await? {
                return Err(too_early(wait));
            }
            let answer = provider.answer_app_code(&username, &sign_in.challenge, code).await?;
            if matches!(answer, CodeAnswer::Right(_)) {
                tenant.forgive(&subject).await?;
            }
            Ok(answer)
        }
    }
}

/// Opens the session, unless password and app were taken away in the meantime.
async fn open(tenant: &Tenant, request: &Request<VerifySignIn>, sign_in: &SignIn, tokens: Tokens) -> Result<Reply<SignedIn>, Problem> {
    let (now, member) = (request.app.now(), sign_in.username);
    let mut factor = None;
    if sign_in.expects == Expects::AppCode {
        factor = second_factors::second_factor(tenant, member).await?.filter(|factor| factor.value.progress == Progress::Enrolled);
        if factor.is_none() {
            request.app.service::<IdentityProvider>()?.revoke(&tokens.refresh).await?;
            return Err(over());
        }
    }
    member_changes::accept_invitation(tenant, member).await?;
    let session = Session::opened(tokens.session.clone(), device::named(request.header("user-agent")), now);
    let act = request.act(Actor::Member { id: member }, "session.opened", format!("member/{member}")).made(&session);
    match sessions::open_session(tenant, member, session, Shown { sign_in: Some(sign_in.id), factor: factor.as_ref() }, &act).await {
        Err(TableError::Conflict) => {
            request.app.service::<IdentityProvider>()?.revoke(&tokens.refresh).await?;
            return Err(over());
        }
        opened => opened?,
    }
    if let Some(member) = member_changes::accept_invitation(tenant, member).await? {
        directory::enter(tenant, &member).await;
    }
    let until = now.checked_add(known_device::LIFE).map_err(Problem::internal)?;
    tenant.remember_subject(&known_network(member, &request.source), until).await?;
    let reply = cookie::signed_in(&request.app, tenant, member, tokens)?;
    known_device::remember(request, tenant, member, reply)
}
