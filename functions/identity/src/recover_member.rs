//! POST /v1/admin/people/{member_id}/recovery: another administrator's password or app is lost: both are taken away, all sessions
//! end, and a letter brings a new link.

use crate::enrolment;
use domain::{event::Event, ids::MemberId};
use lambda::{App, Audience, Call, Handler, Method, Problem, Reply, Route};
use store::{Record, second_factors::SecondFactor};

pub(crate) fn handler() -> Handler {
    let summary = "Take password and authenticator app from another member, who gets a new link to set them up";
    Route::new("recover-member", Method::Post, "/v1/admin/people/{member_id}/recovery", summary)
        .audience(Audience::Administrator)
        .succeeds_with(&[204])
        .member(handle)
}

async fn handle(app: App, call: Call<()>) -> Result<Reply<()>, Problem> {
    let (scope, now) = (&call.caller.scope, app.now());
    let id: MemberId = call.request.path("member_id", "member")?;
    let member = app.store().member(scope, id).await?.ok_or_else(|| Problem::not_found("member"))?.value;
    if id == call.caller.member()? {
        // With a session that was stolen, this would replace what protects the account.
        return Err(Problem::rule("member_id", "you cannot recover yourself; ask another administrator"));
    }
    if !enrolment::wanted(&member) {
        return Err(Problem::rule("member_id", "this member signs in with codes by e-mail or is deactivated, and has nothing to recover"));
    }
    let known = app.store().second_factor(scope, id).await?;
    let invited = SecondFactor::invited(now);
    let event = Event::MemberRecoveryStarted { member_id: id, enrolment: invited.enrolment };
    let factor = match known {
        Some(known) => Record { value: invited, ..known },
        None => Record::new(invited, now),
    };
    let act = call.act("member.recovery_started", format!("member/{id}"));
    app.store().put_second_factor(scope, id, &factor, Some(&act), Some(event), now).await?;
    Ok(Reply::ok(()))
}
