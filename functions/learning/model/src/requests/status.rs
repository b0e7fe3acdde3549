//! Requests and invitations as they are told to their member.

use super::{DecisionReason, EnrolmentRequest, RequestNote, RequestState};
use crate::invitations::{CourseInvitation, CourseInvitationState};
use jiff::Timestamp;
use serde::Serialize;
use trellis_core::{
    personal::{Name, Personal, Remark},
    title::Title,
};

/// Where a request stands.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct RequestStatus {
    state: RequestState,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<RequestNote>, nullable = false)]
    note: Option<Personal<RequestNote, Remark>>,
    #[schema(value_type = String, format = DateTime)]
    requested_at: Timestamp,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime, nullable = false)]
    decided_at: Option<Timestamp>,
    /// What whoever decided is called now; absent once they are gone.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Title>, nullable = false)]
    decided_by_name: Option<Personal<Title, Name>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<DecisionReason>, nullable = false)]
    reason: Option<Personal<DecisionReason, Remark>>,
}

impl RequestStatus {
    /// `decided_by_name` is the name of whoever decided, if it is known.
    #[must_use]
    pub fn new(request: EnrolmentRequest, decided_by_name: Option<Personal<Title, Name>>) -> Self {
        let (state, EnrolmentRequest { note, requested_at, decided, .. }) = (request.state(), request);
        let decided_at = decided.as_ref().map(|decided| decided.at);
        Self { state, note, requested_at, decided_at, decided_by_name, reason: decided.and_then(|decided| decided.reason) }
    }
}

/// Where an invitation stands.
#[derive(Debug, Clone, Copy, Serialize, utoipa::ToSchema)]
pub struct InvitationStatus {
    state: CourseInvitationState,
    #[schema(value_type = String, format = DateTime)]
    invited_at: Timestamp,
    /// When the member accepted or declined.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime, nullable = false)]
    answered_at: Option<Timestamp>,
}

impl From<&CourseInvitation> for InvitationStatus {
    fn from(invitation: &CourseInvitation) -> Self {
        Self { state: invitation.state(), invited_at: invitation.invited_at, answered_at: invitation.answered_at }
    }
}
