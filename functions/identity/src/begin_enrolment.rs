//! POST /v1/me/second-factor: a member whose new roles need a second factor begins to set it up, without waiting for the letter.

use crate::enrolment;
use identity_model::second_factors::{self, Progress, SecondFactor};
use lambda::{Call, Handler, Method, Problem, Reply, Route, Table::GetItem};
use people_model::members;
use serde::Serialize;
use table::Record;

#[derive(Serialize, utoipa::ToSchema)]
struct EnrolmentBegun {
    /// For `/v1/auth/enrolment/password`; links of earlier letters are worth nothing now.
    ticket: String,
}

pub(crate) fn handler() -> Handler {
    let summary = "Start setting up a password and authenticator app, for roles that need them";
    Route::new("begin-enrolment", Method::Post, "/v1/me/second-factor", summary).succeeds_with(&[201]).member(handle).table(&[GetItem])
}

async fn handle(call: Call<()>) -> Result<Reply<EnrolmentBegun>, Problem> {
    let (id, now) = (call.caller.member()?, call.app.now());
    let member = members::member(&call.tenant, id).await?.ok_or_else(|| Problem::not_found("member"))?.value;
    if !enrolment::wanted(&member) {
        return Err(Problem::conflict("no-second-factor-needed", "Your roles need no password. Sign in with a code by e-mail."));
    }
    let known = second_factors::second_factor(&call.tenant, id).await?;
    // In use: whoever has only read the member's mail, or a federated sign-in, must not replace it.
    if known.as_ref().is_some_and(|known| known.value.progress == Progress::Enrolled) {
        let detail = "Password and app are in use. If they are lost, another administrator can start the recovery.";
        return Err(Problem::conflict("already-enrolled", detail));
    }
    if known.as_ref().is_some_and(|known| known.value.to_clear) {
        let detail = "An administrator has started the recovery of your account. Use the link in the e-mail that follows.";
        return Err(Problem::conflict("recovery-started", detail));
    }
    let invited = SecondFactor::invited(now);
    let factor = match known {
        Some(known) => Record { value: invited, ..known },
        None => Record::new(invited, now),
    };
    let act = call.act("member.enrolment_begun", format!("member/{id}"));
    let factor = second_factors::put_second_factor(&call.tenant, id, factor, Some(&act), None).await?;
    Ok(Reply::created(EnrolmentBegun { ticket: enrolment::ticket(&call.app, &call.tenant, id, &factor.value)? }))
}
