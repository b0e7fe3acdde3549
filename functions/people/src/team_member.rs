//! A member as their managers see one.

use jiff::Timestamp;
use people_model::{
    member::{InvitationState, MemberState},
    members::Member,
};
use serde::Serialize;
use table::Record;
use trellis_core::{
    email::EmailAddress,
    ids::MemberId,
    personal::{Contact, Name, Personal},
    title::Title,
};

/// Somebody of the caller's team. What they may do in the workspace is not their manager's business.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct TeamMember {
    member_id: MemberId,
    #[schema(value_type = String)]
    name: Personal<Title, Name>,
    #[schema(value_type = String)]
    email: Personal<EmailAddress, Contact>,
    state: MemberState,
    /// To whom they report: the caller, or somebody of the team.
    manager_id: Option<MemberId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    region: Option<Title>,
    /// Absent for somebody who needed no invitation.
    #[serde(skip_serializing_if = "Option::is_none")]
    invitation: Option<InvitationState>,
}

impl TeamMember {
    pub(crate) fn new(record: Record<Member>, now: Timestamp) -> Self {
        let invitation = record.value.invitation(now);
        let Member { id, name, email, state, manager, region, .. } = record.value;
        Self { member_id: id, name, email, state, manager_id: manager, region, invitation }
    }
}
