//! POST /v1/auth/password: the first half of an administrator's sign-in; the app's code follows.
//!
//! A wrong password, an address that is not known, a member without a password and one whose app is not set up yet get one
//! answer: see [`crate::knock`].

use crate::{
    cognito::{IdentityProvider, PasswordAnswer},
    knock::{self, Heard, With},
    needs::{CLIENT_ID, USER_POOL_ID},
    proof::{EnteredPassword, Ticket},
    start_sign_in::{SignInStarted, begin},
};
use identity_model::sessions::Expects;
use lambda::{
    Handler, Method, Problem, Reply, Request, Route,
    Table::{GetItem, PutItem},
};
use serde::Deserialize;
use trellis_core::{email::EmailAddress, ids::WorkspaceId};

#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct CheckPassword {
    /// If left out, the host name of the request counts.
    workspace: Option<WorkspaceId>,
    email: EmailAddress,
    password: EnteredPassword,
    /// From the link that lets a device in while others keep the address busy.
    device: Option<Ticket>,
}

pub(crate) fn handler() -> Handler {
    let summary = "Start signing in with a password; the authenticator code comes next";
    Route::new("check-password", Method::Post, "/v1/auth/password", summary)
        .public(handle)
        .table(&[GetItem, PutItem])
        .settings(&[USER_POOL_ID, CLIENT_ID])
        .example(r#"{"workspace": "acme", "email": "admin@acme.example", "password": "correct horse battery staple"}"#)
}

fn refused() -> Problem {
    Problem::unauthenticated("Incorrect e-mail or password. If you haven't set a password yet, use the link in your invitation.")
}

async fn handle(request: Request<CheckPassword>) -> Result<Reply<SignInStarted>, Problem> {
    let workspace = knock::named(&request, request.body.workspace.as_ref()).await?;
    let CheckPassword { email, password, device, .. } = &request.body;
    let heard = Heard { workspace: &workspace, email, link: device.as_ref().map(Ticket::as_str), with: With::Password };
    let knock = knock::hear(&request, heard).await?;
    let username = knock.username();
    match request.app.service::<IdentityProvider>()?.check_password(&username.to_string(), password.as_str()).await? {
        PasswordAnswer::AppCodeWanted(challenge) if knock.enrolled => {
            begin(&request.app, &knock, username, challenge, Expects::AppCode, None).await
        }
        PasswordAnswer::AppCodeWanted(_) | PasswordAnswer::Refused => Err(refused()),
    }
}
