//! Members of a workspace.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use trellis_core::role::Role;

/// Whether a member may use the workspace.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum MemberState {
    /// Invited or at work: may sign in.
    Active,
    /// Refused everywhere; nothing of the member's record is lost.
    Deactivated,
}

impl MemberState {
    /// The spelling on the wire and in storage.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Deactivated => "deactivated",
        }
    }
}

/// Those of a member's roles that count at a time: support's ends.
#[must_use]
pub fn roles_at(roles: &BTreeSet<Role>, support_until: Option<Timestamp>, now: Timestamp) -> BTreeSet<Role> {
    let over = support_until.is_none_or(|until| until <= now);
    roles.iter().copied().filter(|role| !(over && *role == Role::Support)).collect()
}

/// How long an invitation can be taken up; after that it has to be sent again.
pub const INVITATION_LIFE: SignedDuration = SignedDuration::from_hours(14 * 24);

/// What has become of an invitation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum InvitationState {
    /// The letter is out.
    Pending,
    /// Nobody has signed in in time.
    Expired,
    /// The member has signed in.
    Accepted,
}

impl InvitationState {
    /// The state at a time of an invitation that was sent and perhaps taken up.
    #[must_use]
    pub fn at(now: Timestamp, sent: Timestamp, accepted: Option<Timestamp>) -> Self {
        match accepted {
            Some(_) => Self::Accepted,
            None if now.duration_since(sent) > INVITATION_LIFE => Self::Expired,
            None => Self::Pending,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_invitation_ends_after_a_fortnight_unless_taken_up() {
        let sent: Timestamp = "2026-11-01T10:00:00Z".parse().unwrap();
        let last = sent + INVITATION_LIFE;
        let late = last + SignedDuration::from_secs(1);
        assert_eq!(InvitationState::at(last, sent, None), InvitationState::Pending);
        assert_eq!(InvitationState::at(late, sent, None), InvitationState::Expired);
        assert_eq!(InvitationState::at(late, sent, Some(last)), InvitationState::Accepted);
    }
}
