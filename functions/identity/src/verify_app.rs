//! POST /v1/auth/enrolment/code: the last step behind an enrolment link: the app's first code puts password and app into use.
//!
//! It opens no session. The identity provider takes each code once, and a session of the highest level needs password and code
//! in one sign-in: so the member signs in next, with the app's next code.

use crate::{
    cognito::{AppCheck, IdentityProvider},
    enrolment::{self, Enrolment},
    needs::{CLIENT_ID, USER_POOL, USER_POOL_ID},
    proof::Ticket,
    sessions,
};
use identity_model::{
    one_time_code::OneTimeCode,
    second_factors::{self, Progress, SecondFactor},
};
use lambda::{
    Handler, Method, Problem, Reply, Request, Route,
    Table::{GetItem, PutItem, Query},
};
use serde::Deserialize;
use table::audit::Actor;

/// Codes that may be entered before the password has to be set again.
const TRIES: u32 = 6;

#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct VerifyApp {
    /// As for `/v1/auth/enrolment/password`.
    ticket: Ticket,
    /// The six digits that the app shows.
    code: OneTimeCode,
}

pub(crate) fn handler() -> Handler {
    let summary = "Finish setting up with the app's first code; sign in with the next one";
    Route::new("verify-app", Method::Post, "/v1/auth/enrolment/code", summary)
        .succeeds_with(&[204])
        .public(handle)
        .table(&[GetItem, PutItem, Query])
        .may(&["cognito-idp:AdminSetUserMFAPreference", "cognito-idp:AdminUserGlobalSignOut"], &[USER_POOL])
        .settings(&[USER_POOL_ID, CLIENT_ID])
        .example(r#"{"ticket": "from-the-letter", "code": "123456"}"#)
}

async fn handle(request: Request<VerifyApp>) -> Result<Reply<()>, Problem> {
    if !request.body.code.is_of_app() {
        return Err(Problem::rule("code", "expected the six digits that the app shows"));
    }
    let Enrolment { scope, member, mut factor, .. } = enrolment::open(&request.app, request.body.ticket.as_str()).await?;
    let tenant = request.tenant(&scope);
    let begin_again = || Problem::conflict("enrolment-not-begun", "Set the password first, then enter the app's code.");
    let id = member.id;
    if factor.value.tries >= TRIES {
        return Err(begin_again());
    }
    let token = factor.value.token.clone().ok_or_else(begin_again)?;
    // The try is counted before the code is looked at: of two guesses at once, one is refused.
    factor.value.tries += 1;
    factor = second_factors::put_second_factor(&tenant, id, factor, None, None).await?;
    let provider = request.app.service::<IdentityProvider>()?;
    match provider.verify_app(&token, request.body.code.as_str()).await? {
        AppCheck::Right => {}
        AppCheck::Wrong => return Err(Problem::rule("code", "that code is incorrect or has expired; wait for the app's next one")),
        AppCheck::Over => return Err(begin_again()),
    }
    provider.want_app(&id.to_string(), true).await?;
    // What was signed in with less ends, and so does the token that set up the app.
    let act = request.act(Actor::Member { id }, "sessions.ended", format!("member/{id}"));
    sessions::end_all(&tenant, id, &act).await?;
    provider.end_sessions(&id.to_string()).await?;
    factor.value = SecondFactor { progress: Progress::Enrolled, token: None, tries: 0, ..factor.value };
    let act = request.act(Actor::Member { id }, "member.enrolled", format!("member/{id}"));
    second_factors::put_second_factor(&tenant, id, factor, Some(&act), None).await?;
    Ok(Reply::ok(()))
}
