//! POST /v1/admin/people/{member_id}/invitation: sends the invitation again; its fortnight begins anew.

use crate::person::{self, Person};
use domain::api_scope::ApiScope;
use domain::{
    ids::MemberId,
    member::{InvitationState, MemberState},
};
use jiff::SignedDuration;
use lambda::{App, Audience, Call, Handler, Method, Problem, Reply, Route};
use store::limits::Limit;

/// Letters to one member: enough for an impatient administrator, too few to fill a mailbox.
const LETTERS: Limit = Limit {
    free: 3,
    wait: SignedDuration::from_mins(20),
    longest: SignedDuration::from_hours(1),
    forgiven_after: SignedDuration::from_mins(20),
};

pub(crate) fn handler() -> Handler {
    Route::new("resend-invitation", Method::Post, "/v1/admin/people/{member_id}/invitation", "Send the invitation again")
        .audience(Audience::PeopleAdministrator)
        .scope(ApiScope::PeopleWrite)
        .member(handle)
}

async fn handle(app: App, call: Call<()>) -> Result<Reply<Person>, Problem> {
    let (scope, now) = (&call.caller.scope, app.now());
    let id: MemberId = call.request.path("member_id", "member")?;
    let before = person::reached(&app, &call, id).await?;
    if before.value.state != MemberState::Active || before.value.invitation(now).is_none_or(|state| state == InvitationState::Accepted) {
        return Err(Problem::conflict("not-invited", "Only somebody who is active and has not signed in yet can be invited again."));
    }
    if let Some(wait) = app.store().attempt(scope, &format!("invitation/{id}"), LETTERS, now).await? {
        return Err(Problem::too_many(u32::try_from(wait.as_secs()).unwrap_or(u32::MAX)));
    }
    let mut after = before.value.clone();
    after.invited_at = Some(now);
    let act = call.act("member.invited_again", format!("member/{id}")).change(&before.value, &after);
    match app.store().update_member(scope, &before, &after, &act, now).await? {
        Some(refusal) => Err(person::refused(refusal)),
        None => Ok(person::stored(before, after, now)),
    }
}
