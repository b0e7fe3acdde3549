//! POST /v1/me/second-factor: a member whose new roles need a second factor begins to set it up, without waiting for the letter.

use crate::enrolment;
use lambda::{App, Call, Handler, Method, Problem, Reply, Route};
use serde::Serialize;
use store::{
    Record,
    second_factors::{Progress, SecondFactor},
};

#[derive(Serialize, utoipa::ToSchema)]
struct EnrolmentBegun {
    /// For `/v1/auth/enrolment/password`; links of earlier letters are worth nothing now.
    ticket: String,
}

pub(crate) fn handler() -> Handler {
    let summary = "Begin to set up password and authenticator app, for roles that need them";
    Route::new("begin-enrolment", Method::Post, "/v1/me/second-factor", summary).succeeds_with(&[201]).member(handle)
}

async fn handle(app: App, call: Call<()>) -> Result<Reply<EnrolmentBegun>, Problem> {
    let (scope, id, now) = (&call.caller.scope, call.caller.member()?, app.now());
    let member = app.store().member(scope, id).await?.ok_or_else(|| Problem::not_found("member"))?.value;
    if !enrolment::wanted(&member) {
        return Err(Problem::conflict("no-second-factor-needed", "Your roles need no password. Sign in with a code by e-mail."));
    }
    let known = app.store().second_factor(scope, id).await?;
    // In use: whoever has only read the member's mail, or a federated sign-in, must not replace it.
    if known.as_ref().is_some_and(|known| known.value.progress == Progress::Enrolled) {
        let detail = "Password and app are in use. If they are lost, another administrator can start the recovery.";
        return Err(Problem::conflict("already-enrolled", detail));
    }
    let invited = SecondFactor::invited(now);
    let factor = match known {
        Some(known) => Record { value: invited, ..known },
        None => Record::new(invited, now),
    };
    let act = call.act("member.enrolment_begun", format!("member/{id}"));
    app.store().put_second_factor(scope, id, &factor, Some(&act), None, now).await?;
    Ok(Reply::created(EnrolmentBegun { ticket: enrolment::ticket(&app, scope, id, &factor.value)? }))
}
