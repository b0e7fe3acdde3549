//! POST /v1/auth/start: sends a code to an address, and tells nobody whether the address is known.
//!
//! A member who signs in with a password gets a letter that says so, since the identity provider has no code for such a user;
//! the letter goes out by the queue, so that it takes no time here. To a stranger all answers look alike: see [`crate::knock`].

use crate::knock::{self, Knock};
use domain::{
    email::EmailAddress,
    event::Event,
    ids::{MemberId, SignInId, WorkspaceId},
};
use jiff::SignedDuration;
use lambda::{App, Handler, Method, Problem, Reply, Request, Route};
use serde::{Deserialize, Serialize};
use store::sessions::{Expects, SignIn};

/// How long a code can be entered; the identity provider's own limit is the same.
pub(crate) const VALID: SignedDuration = SignedDuration::from_mins(10);

/// The purpose of the ticket that names a started sign-in.
pub(crate) const PURPOSE: &str = "sign-in";

#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct StartSignIn {
    /// If left out, the host name of the request counts.
    workspace: Option<WorkspaceId>,
    email: EmailAddress,
}

#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct SignInStarted {
    /// Send it with the code to `/v1/auth/verify`, within ten minutes.
    session: String,
}

pub(crate) fn handler() -> Handler {
    Route::new("start-sign-in", Method::Post, "/v1/auth/start", "Send a sign-in code by e-mail").public(handle)
}

/// Keeps a sign-in that waits for a code, and answers its ticket.
pub(crate) async fn begin(
    app: &App,
    knock: &Knock,
    username: MemberId,
    challenge: String,
    expects: Expects,
    event: Option<Event>,
) -> Result<Reply<SignInStarted>, Problem> {
    let now = app.now();
    let valid_until = now.checked_add(VALID).map_err(Problem::internal)?;
    let sign_in = SignIn { id: SignInId::random(), username, challenge, expects, tries: 0, valid_until };
    let id = sign_in.id;
    app.store().begin_sign_in(&knock.scope, sign_in, event, now).await?;
    Ok(Reply::ok(SignInStarted { session: app.issue_ticket(PURPOSE, &knock.scope, id)? }))
}

async fn handle(app: App, request: Request<StartSignIn>) -> Result<Reply<SignInStarted>, Problem> {
    let workspace = knock::named(&app, &request, request.body.workspace.as_ref()).await?;
    let email = request.body.email;
    let knock = knock::hear(&app, &workspace, &email, &request.source).await?;
    // Whoever gets no code has the challenge of a user who does not exist: the provider does the same, but sends no letter.
    let username = if knock.enrolled { MemberId::random() } else { knock.username() };
    let hint = knock.member.as_ref().filter(|_| knock.enrolled).map(|member| Event::MemberCodeWanted { member_id: member.id });
    let challenge = app.identity_provider()?.send_code(&username.to_string()).await?;
    begin(&app, &knock, username, challenge, Expects::EmailCode, hint).await
}
