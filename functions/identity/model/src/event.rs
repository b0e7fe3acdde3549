//! What happens to credentials, and what strangers ask for.

use crate::ids::EnrolmentId;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use table::outbox::Event;
use trellis_core::{
    email::AddressDigest,
    ids::{ApiClientId, MemberId},
};

/// An event, spelled `{"kind": …, "payload": {…}}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "payload")]
pub enum IdentityEvent {
    /// The time of an API client's former secret is over.
    #[serde(rename = "api_client.secret_ended")]
    ApiClientSecretEnded { api_client_id: ApiClientId },
    /// Another administrator has taken password and authenticator app from a member, who gets a new link to set them up.
    #[serde(rename = "member.recovery_started")]
    MemberRecoveryStarted { member_id: MemberId, enrolment: EnrolmentId },
    /// Somebody has asked for a code to the address of a member who signs in with a password.
    #[serde(rename = "member.code_wanted")]
    MemberCodeWanted { member_id: MemberId },
    /// Somebody has tried to sign in with a member's address from a device that is not known, while too many others did.
    #[serde(rename = "member.device_wanted")]
    MemberDeviceWanted { member_id: MemberId },
    /// Somebody has asked, at `at`, in which workspaces an address is known. Announced by the operators' own.
    #[serde(rename = "workspaces.wanted")]
    WorkspacesWanted { address: AddressDigest, at: Timestamp },
}

impl Event for IdentityEvent {
    const KINDS: &'static [&'static str] =
        &["api_client.secret_ended", "member.recovery_started", "member.code_wanted", "member.device_wanted", "workspaces.wanted"];
}
