//! Queue: members have changed, and the search index of their workspace follows.
//!
//! A message only says which member to look at: what is put into the index is what the table says now, so late and repeated messages do no
//! harm. Where there is no index that can be read, all members are put into a new one.

use crate::{
    member_index::MemberIndex,
    needs::{BUCKET, BUCKET_NAME, INDEX, MEMBER_CHANGES},
};
use index_store::refresh;
use lambda::{
    FunctionError, Handler, Message, Queue,
    Table::{BatchGetItem, QueryIndex},
    services::Files,
};
use people_model::event::PeopleEvent;
use table::Tenant;
use trellis_core::ids::MemberId;

pub(crate) fn handler() -> Handler {
    Queue::by_workspace("index-people", &["member.changed"], handle)
        .table(&[BatchGetItem, QueryIndex])
        .may(&["s3:GetObject", "s3:PutObject"], &[INDEX])
        // Without a condition on the prefix, which a read does not have: then S3 says 404 of a missing index, and not 403.
        .may(&["s3:ListBucket"], &[BUCKET])
        .from_queue(MEMBER_CHANGES)
        .settings(&[BUCKET_NAME])
        .timeout(150)
        .memory(1024)
        .example(r#"{"kind": "member.changed", "payload": {"id": "01JZ8Q4N7E5T9V3W2XKBYMCD6F", "from": 1, "to": 2}}"#)
}

async fn handle(tenant: Tenant, messages: Vec<Message<PeopleEvent>>) -> Result<(), FunctionError> {
    let Some(first) = messages.first() else { return Ok(()) };
    let changed = messages.iter().map(|message| changed(&message.event)).collect::<Result<_, _>>()?;
    let files = first.app.service::<Files>()?;
    refresh::<MemberIndex>(&files, &tenant, changed, false).await.map(drop)
}

fn changed(event: &PeopleEvent) -> Result<MemberId, FunctionError> {
    match event {
        PeopleEvent::MemberChanged { id, .. } => Ok(*id),
        PeopleEvent::MemberInvited { .. } => Err(FunctionError::misrouted("member.invited")),
        PeopleEvent::MemberStateChanged { .. } => Err(FunctionError::misrouted("member.state_changed")),
        PeopleEvent::MemberAddressChanged { .. } => Err(FunctionError::misrouted("member.address_changed")),
        PeopleEvent::MemberMoved { .. } => Err(FunctionError::misrouted("member.moved")),
    }
}
