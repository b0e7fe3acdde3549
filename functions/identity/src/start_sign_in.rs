//! POST /v1/auth/start: sends a code to an address, and tells nobody whether the address is known.
//!
//! A member who signs in with a password gets a letter that says so, since the identity provider has no code for such a user;
//! the letter goes out by the queue, so that it takes no time here. To a stranger all answers look alike: see [`crate::knock`].

use crate::{
    cognito::IdentityProvider,
    knock::{self, Heard, Knock, With},
    needs::{ANSWER_AFTER_MS, CLIENT_ID, USER_POOL, USER_POOL_ID},
    proof::Ticket,
};
use identity_model::{
    event::IdentityEvent,
    ids::SignInId,
    sessions::{self, Expects, SignIn},
};
use jiff::SignedDuration;
use lambda::{
    App, Handler, Method, Problem, Reply, Request, Route,
    Table::{GetItem, PutItem},
};
use serde::{Deserialize, Serialize};
use std::time::Duration;
use tokio::time::Instant;
use trellis_core::{
    email::EmailAddress,
    ids::{MemberId, WorkspaceId},
};

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
    /// From the link that lets a device in while others keep the address busy.
    device: Option<Ticket>,
}

#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct SignInStarted {
    /// Send it with the code to `/v1/auth/verify`, within ten minutes.
    session: String,
}

pub(crate) fn handler() -> Handler {
    Route::new("start-sign-in", Method::Post, "/v1/auth/start", "Send a sign-in code by e-mail")
        .public(handle)
        .table(&[GetItem, PutItem])
        .may(&["cognito-idp:AdminGetUser", "cognito-idp:AdminCreateUser"], &[USER_POOL])
        .settings(&[ANSWER_AFTER_MS, USER_POOL_ID, CLIENT_ID])
        .example(r#"{"workspace": "acme", "email": "learner@acme.example"}"#)
}

/// Keeps a sign-in that waits for a code, and answers its ticket.
pub(crate) async fn begin(
    app: &App,
    knock: &Knock,
    username: MemberId,
    challenge: String,
    expects: Expects,
    event: Option<IdentityEvent>,
) -> Result<Reply<SignInStarted>, Problem> {
    let now = app.now();
    let valid_until = now.checked_add(VALID).map_err(Problem::internal)?;
    let sign_in = SignIn { id: SignInId::random(), username, challenge, expects, device: knock.device, tries: 0, valid_until };
    let id = sign_in.id;
    sessions::begin_sign_in(&app.tenant(&knock.scope), sign_in, event).await?;
    Ok(Reply::ok(SignInStarted { session: app.issue_ticket(PURPOSE, &knock.scope, id)? }))
}

/// Waits until the answer is due: for a user who exists, the identity provider calls the function that writes the e-mail, and the time of
/// that must not tell who exists.
async fn until_due(app: &App, begun: Instant) -> Result<(), Problem> {
    let after: u64 = app.settings().require("ANSWER_AFTER_MS")?.parse().map_err(Problem::internal)?;
    tokio::time::sleep_until(begun + Duration::from_millis(after)).await;
    Ok(())
}

async fn handle(request: Request<StartSignIn>) -> Result<Reply<SignInStarted>, Problem> {
    let begun = Instant::now();
    let workspace = knock::named(&request, request.body.workspace.as_ref()).await?;
    let StartSignIn { email, device, .. } = &request.body;
    let heard = Heard { workspace: &workspace, email, link: device.as_ref().map(Ticket::as_str), with: With::Code };
    let knock = knock::hear(&request, heard).await?;
    // Whoever gets no code has the challenge of a user who does not exist: the provider does the same, but sends no letter.
    let username = if knock.enrolled { MemberId::random() } else { knock.username() };
    let hint = knock.member.as_ref().filter(|_| knock.enrolled).map(|member| IdentityEvent::MemberCodeWanted { member_id: member.id });
    knock.ensure_user(&request.app).await?;
    let challenge = request.app.service::<IdentityProvider>()?.send_code(&username.to_string()).await?;
    let reply = begin(&request.app, &knock, username, challenge, Expects::EmailCode, hint).await?;
    until_due(&request.app, begun).await?;
    Ok(reply)
}
