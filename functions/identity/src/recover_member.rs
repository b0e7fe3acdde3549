//! POST /v1/admin/people/{member_id}/recovery: another administrator's password or app is lost: both are taken away, all sessions
//! end, and a letter brings a new link.

use crate::enrolment;
use identity_model::{
    event::IdentityEvent,
    second_factors::{self, SecondFactor},
};
use lambda::{
    Audience, Call, Handler, Method, Problem, Reply, Route,
    Table::{GetItem, PutItem},
};
use people_model::members;
use table::Record;
use trellis_core::ids::MemberId;

pub(crate) fn handler() -> Handler {
    let summary = "Reset another member's password and authenticator app, and send a new set-up link";
    Route::new("recover-member", Method::Post, "/v1/admin/people/{member_id}/recovery", summary)
        .audience(Audience::Administrator)
        .succeeds_with(&[204])
        .member(handle)
        .table(&[GetItem, PutItem])
}

async fn handle(call: Call<()>) -> Result<Reply<()>, Problem> {
    let now = call.app.now();
    let id: MemberId = call.request.path("member_id", "member")?;
    let member = members::member(&call.tenant, id).await?.ok_or_else(|| Problem::not_found("member"))?.value;
    if id == call.caller.member()? {
        // With a session that was stolen, this would replace what protects the account.
        return Err(Problem::rule("member_id", "you cannot recover yourself; ask another administrator"));
    }
    if !enrolment::wanted(&member) {
        return Err(Problem::rule("member_id", "this member signs in with codes by e-mail or is deactivated, and has nothing to recover"));
    }
    let known = second_factors::second_factor(&call.tenant, id).await?;
    let invited = SecondFactor::recovered(now);
    let event = IdentityEvent::MemberRecoveryStarted { member_id: id, enrolment: invited.enrolment };
    let factor = match known {
        Some(known) => Record { value: invited, ..known },
        None => Record::new(invited, now),
    };
    let act = call.act("member.recovery_started", format!("member/{id}"));
    second_factors::put_second_factor(&call.tenant, id, factor, Some(&act), Some(event)).await?;
    Ok(Reply::ok(()))
}
