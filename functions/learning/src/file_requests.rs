//! Queue: a member has another manager or region, or is let in no longer; what they wait for is filed with those who decide about it now.

use lambda::{
    FunctionError, Handler, Message, Queue, QueueResource,
    Table::{ConditionCheckItem, GetItem, PutItem, Query},
};
use learning_model::requests;
use people_model::event::PeopleEvent;

/// Members who have moved.
const REQUESTS: QueueResource = QueueResource::standard("Requests");

pub(crate) fn handler() -> Handler {
    Queue::each("file-requests", &["member.moved", "member.state_changed"], handle)
        .table(&[ConditionCheckItem, GetItem, PutItem, Query])
        .from_queue(REQUESTS)
        .example(r#"{"kind": "member.moved", "payload": {"member_id": "01JZ8Q4N7E5T9V3W2XKBYMCD6H"}}"#)
}

async fn handle(message: Message<PeopleEvent>) -> Result<(), FunctionError> {
    match message.event {
        PeopleEvent::MemberMoved { member_id } | PeopleEvent::MemberStateChanged { member_id, .. } => {
            Ok(requests::file(&message.tenant, member_id).await?)
        }
        PeopleEvent::MemberInvited { .. } => Err(FunctionError::misrouted("member.invited")),
        PeopleEvent::MemberAddressChanged { .. } => Err(FunctionError::misrouted("member.address_changed")),
        PeopleEvent::MemberChanged { .. } => Err(FunctionError::misrouted("member.changed")),
    }
}
