//! A member as their managers see one.

use domain::{
    email::EmailAddress,
    ids::MemberId,
    member::{InvitationState, MemberState},
    personal::Personal,
    title::Title,
};
use jiff::Timestamp;
use serde::Serialize;
use store::{Record, members::Member};

/// Somebody of the caller's team. What they may do in the workspace is not their manager's business.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct TeamMember {
    member_id: MemberId,
    #[schema(value_type = String)]
    name: Personal<Title>,
    #[schema(value_type = String)]
    email: Personal<EmailAddress>,
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
