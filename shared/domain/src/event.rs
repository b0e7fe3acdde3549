//! Domain events: what has happened, as it is announced to the rest of the platform.

use crate::{
    board::Scores,
    ids::{ApiClientId, CourseId, EnrolmentId, LessonId, MemberId},
    member::MemberState,
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// An event, spelled `{"kind": "lesson.completed", "payload": {…}}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "payload")]
pub enum Event {
    #[serde(rename = "lesson.completed")]
    LessonCompleted { member_id: MemberId, course_id: CourseId, lesson_id: LessonId, at: Timestamp },
    #[serde(rename = "member.invited")]
    MemberInvited { member_id: MemberId },
    #[serde(rename = "member.state_changed")]
    MemberStateChanged { member_id: MemberId, state: MemberState },
    /// The time of an API client's former secret is over.
    #[serde(rename = "api_client.secret_ended")]
    ApiClientSecretEnded { api_client_id: ApiClientId },
    /// Another administrator has taken password and authenticator app from a member, who gets a new link to set them up.
    #[serde(rename = "member.recovery_started")]
    MemberRecoveryStarted { member_id: MemberId, enrolment: EnrolmentId },
    /// Somebody has asked for a code to the address of a member who signs in with a password.
    #[serde(rename = "member.code_wanted")]
    MemberCodeWanted { member_id: MemberId },
    #[serde(rename = "member.address_changed")]
    MemberAddressChanged { member_id: MemberId },
    /// Announced by the change of a member's scores itself, not by an event item.
    #[serde(rename = "scores.changed")]
    ScoresChanged { member_id: MemberId, from: Scores, to: Scores },
}

impl Event {
    /// The name of the kind, for routing.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::LessonCompleted { .. } => "lesson.completed",
            Self::MemberInvited { .. } => "member.invited",
            Self::MemberStateChanged { .. } => "member.state_changed",
            Self::ApiClientSecretEnded { .. } => "api_client.secret_ended",
            Self::MemberRecoveryStarted { .. } => "member.recovery_started",
            Self::MemberCodeWanted { .. } => "member.code_wanted",
            Self::MemberAddressChanged { .. } => "member.address_changed",
            Self::ScoresChanged { .. } => "scores.changed",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_kind_is_the_one_on_the_wire() {
        let member_id = MemberId::random();
        for event in [
            Event::MemberInvited { member_id },
            Event::MemberStateChanged { member_id, state: MemberState::Deactivated },
            Event::ApiClientSecretEnded { api_client_id: ApiClientId::random() },
            Event::MemberRecoveryStarted { member_id, enrolment: EnrolmentId::random() },
            Event::MemberCodeWanted { member_id },
            Event::MemberAddressChanged { member_id },
            Event::ScoresChanged { member_id, from: Scores::default(), to: Scores::default() },
        ] {
            let wire = serde_json::to_value(&event).unwrap();
            assert_eq!(wire["kind"], event.kind());
            assert_eq!(serde_json::from_value::<Event>(wire).unwrap(), event);
        }
    }
}
