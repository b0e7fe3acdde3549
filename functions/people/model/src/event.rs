//! What happens to members.

use crate::member::MemberState;
use serde::{Deserialize, Serialize};
use table::outbox::Event;
use trellis_core::{email::AddressDigest, ids::MemberId};

/// An event, spelled `{"kind": …, "payload": {…}}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "payload")]
pub enum PeopleEvent {
    #[serde(rename = "member.invited")]
    MemberInvited { member_id: MemberId },
    #[serde(rename = "member.state_changed")]
    MemberStateChanged { member_id: MemberId, state: MemberState },
    #[serde(rename = "member.address_changed")]
    MemberAddressChanged {
        member_id: MemberId,
        /// The address before.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        former: Option<AddressDigest>,
    },
    /// A member reports to somebody else, or works in another region.
    #[serde(rename = "member.moved")]
    MemberMoved { member_id: MemberId },
    /// A member is there, or another than before: announced by each change of the member itself, not by an event item.
    #[serde(rename = "member.changed")]
    MemberChanged {
        /// The member.
        id: MemberId,
        /// Its version before; none of a new one.
        from: Option<u64>,
        to: u64,
    },
}

impl Event for PeopleEvent {
    const KINDS: &'static [&'static str] =
        &["member.invited", "member.state_changed", "member.address_changed", "member.moved", "member.changed"];
}
