//! POST /v1/admin/people/{member_id}/invitation: sends the invitation again; its fortnight begins anew.

use crate::person::{self, Person};
use jiff::SignedDuration;
use lambda::{
    Audience, Call, Handler, Method, Problem, Reply, Route,
    Table::{GetItem, PutItem, UpdateItem},
};
use people_model::{
    member::{InvitationState, MemberState},
    member_changes,
};
use table::limits::Limit;
use trellis_core::{api_scope::ApiScope, ids::MemberId};

/// Letters to one member: enough for an impatient administrator, too few to fill a mailbox.
const LETTERS: Limit = Limit {
    free: 3,
    wait: SignedDuration::from_mins(20),
    longest: SignedDuration::from_hours(1),
    forgiven_after: SignedDuration::from_mins(20),
};

pub(crate) fn handler() -> Handler {
    Route::new("resend-invitation", Method::Post, "/v1/admin/people/{member_id}/invitation", "Resend an invitation")
        .audience(Audience::PeopleAdministrator)
        .scope(ApiScope::PeopleWrite)
        .member(handle)
        .table(&[GetItem, PutItem, UpdateItem])
}

async fn handle(call: Call<()>) -> Result<Reply<Person>, Problem> {
    let now = call.app.now();
    let id: MemberId = call.request.path("member_id", "member")?;
    let before = person::reached(&call, id).await?;
    if before.value.state != MemberState::Active || before.value.invitation(now).is_none_or(|state| state == InvitationState::Accepted) {
        return Err(Problem::conflict("not-invited", "Only somebody who is active and has not signed in yet can be invited again."));
    }
    if let Some(wait) = call.tenant.attempt(&format!("invitation/{id}"), LETTERS).await? {
        return Err(Problem::too_many(u32::try_from(wait.as_secs()).unwrap_or(u32::MAX)));
    }
    let mut after = before.value.clone();
    after.invited_at = Some(now);
    let act = call.act("member.invited_again", format!("member/{id}")).change(&before.value, &after);
    match member_changes::update_member(&call.tenant, &before, &after, &act).await? {
        Some(refusal) => Err(person::refused(refusal)),
        None => Ok(person::stored(before, after, now)),
    }
}
