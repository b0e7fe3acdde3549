//! POST /v1/auth/enrolment/code: the last step behind an enrolment link: the app's first code puts password and app into use.
//!
//! It opens no session. The identity provider takes each code once, and a session of the highest level needs password and code
//! in one sign-in: so the member signs in next, with the app's next code.

use crate::{
    enrolment::{self, Enrolment},
    sessions,
};
use lambda::{App, Handler, Method, Problem, Reply, Request, Route, services::AppCheck};
use serde::Deserialize;
use store::{
    audit::Actor,
    second_factors::{Progress, SecondFactor},
};

/// Codes that may be entered before the password has to be set again.
const TRIES: u32 = 6;

#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct VerifyApp {
    /// As for `/v1/auth/enrolment/password`.
    ticket: String,
    /// The six digits that the app shows.
    code: String,
}

pub(crate) fn handler() -> Handler {
    let summary = "Finish the enrolment with the app's first code; sign in with the next one";
    Route::new("verify-app", Method::Post, "/v1/auth/enrolment/code", summary).succeeds_with(&[204]).public(handle)
}

async fn handle(app: App, request: Request<VerifyApp>) -> Result<Reply<()>, Problem> {
    let Enrolment { scope, member, mut factor, .. } = enrolment::open(&app, &request.body.ticket).await?;
    let begin_again = || Problem::conflict("enrolment-not-begun", "Set the password first, then enter the app's code.");
    let (id, now) = (member.id, app.now());
    if factor.value.tries >= TRIES {
        return Err(begin_again());
    }
    let token = factor.value.token.clone().ok_or_else(begin_again)?;
    // The try is counted before the code is looked at: of two guesses at once, one is refused.
    factor.value.tries += 1;
    app.store().put_second_factor(&scope, id, &factor, None, None, now).await?;
    factor.version += 1;
    let code: String = request.body.code.chars().filter(|character| !character.is_whitespace()).collect();
    let provider = app.identity_provider()?;
    match provider.verify_app(&token, &code).await? {
        AppCheck::Right => {}
        AppCheck::Wrong => return Err(Problem::rule("code", "this is not the code that the app shows now; wait for the next one")),
        AppCheck::Over => return Err(begin_again()),
    }
    provider.want_app(&id.to_string(), true).await?;
    // What was signed in with less ends, and so does the token that set up the app.
    let act = request.act(Actor::Member { id }, "sessions.ended", format!("member/{id}"));
    sessions::end_all(&app, &scope, id, &act).await?;
    provider.end_sessions(&id.to_string()).await?;
    factor.value = SecondFactor { progress: Progress::Enrolled, token: None, tries: 0, ..factor.value };
    let act = request.act(Actor::Member { id }, "member.enrolled", format!("member/{id}"));
    app.store().put_second_factor(&scope, id, &factor, Some(&act), None, now).await?;
    Ok(Reply::ok(()))
}
