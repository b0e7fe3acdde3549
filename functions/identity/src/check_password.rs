//! POST /v1/auth/password: the first half of an administrator's sign-in; the app's code follows.
//!
//! A wrong password, an address that is not known, a member without a password and one whose app is not set up yet get one
//! answer: see [`crate::knock`].

use crate::{
    knock,
    start_sign_in::{SignInStarted, begin},
};
use domain::{email::EmailAddress, ids::WorkspaceId, personal::Personal};
use lambda::{App, Handler, Method, Problem, Reply, Request, Route, services::PasswordAnswer};
use serde::Deserialize;
use store::sessions::Expects;

/// What no password can be longer than; a rule that is told would tell of the policy only.
const LONGEST: usize = 256;

#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct CheckPassword {
    /// If left out, the host name of the request counts.
    workspace: Option<WorkspaceId>,
    email: EmailAddress,
    #[schema(value_type = String, format = Password)]
    password: Personal<String>,
}

pub(crate) fn handler() -> Handler {
    let summary = "Begin to sign in with a password; the code of the authenticator app follows";
    Route::new("check-password", Method::Post, "/v1/auth/password", summary).public(handle)
}

fn refused() -> Problem {
    Problem::unauthenticated(
        "Address and password do not fit together. Who has been invited to use a password and has not set it up yet finds a link in the letter.",
    )
}

async fn handle(app: App, request: Request<CheckPassword>) -> Result<Reply<SignInStarted>, Problem> {
    let workspace = knock::named(&app, &request, request.body.workspace.as_ref()).await?;
    let CheckPassword { email, password, .. } = request.body;
    let knock = knock::hear(&app, &workspace, &email, &request.source).await?;
    let username = knock.username();
    let password = Some(password.0).filter(|password| !password.is_empty() && password.chars().count() <= LONGEST).ok_or_else(refused)?;
    match app.identity_provider()?.check_password(&username.to_string(), &password).await? {
        PasswordAnswer::AppCodeWanted(challenge) if knock.enrolled => {
            begin(&app, &knock, username, challenge, Expects::AppCode, None).await
        }
        PasswordAnswer::AppCodeWanted(_) | PasswordAnswer::Refused => Err(refused()),
    }
}
