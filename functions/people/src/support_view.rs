//! Support's leave to look, as administrators see it.

use jiff::Timestamp;
use people_model::{ids::SupportGrantId, support::SupportGrant};
use serde::Serialize;
use table::Record;
use trellis_core::{
    email::EmailAddress,
    ids::MemberId,
    personal::{Contact, Name, Personal},
    title::Title,
};

/// Who of support has been let in, by whom, until when and why.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct SupportAccess {
    support_grant_id: SupportGrantId,
    /// The agent, as the audit log names them.
    member_id: MemberId,
    #[schema(value_type = String)]
    name: Personal<Title, Name>,
    #[schema(value_type = String)]
    email: Personal<EmailAddress, Contact>,
    reason: Title,
    granted_by: MemberId,
    #[schema(value_type = String, format = DateTime)]
    granted_at: Timestamp,
    #[schema(value_type = String, format = DateTime)]
    until: Timestamp,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    ended_at: Option<Timestamp>,
    /// Whether the agent can look now.
    running: bool,
}

impl SupportAccess {
    pub(crate) fn new(record: Record<SupportGrant>, now: Timestamp) -> Self {
        let SupportGrant { id, member, name, email, reason, granted_by, until, ended_at } = record.value;
        let running = ended_at.is_none() && now < until;
        let granted_at = record.created_at;
        Self { support_grant_id: id, member_id: member, name, email, reason, granted_by, granted_at, until, ended_at, running }
    }
}
