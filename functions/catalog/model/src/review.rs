//! The review of a draft: a second author looks at what is about to be published.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use trellis_core::{bounded::Letters, ids::MemberId, personal::NotPersonal};

trellis_core::text!(
    /// What an author and a reviewer tell each other: plain text.
    pub ReviewNote, 0..=1_000, Letters::Any
);

/// How far a review is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ReviewState {
    Requested,
    Approved,
    /// Something must be changed first.
    Returned,
}

/// The review of a draft as it is: any change of the draft ends it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Review {
    pub state: ReviewState,
    /// Absent where it was an API client.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub requested_by: Option<MemberId>,
    /// The second author, once there is an answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answered_by: Option<MemberId>,
    /// When it came to this state.
    pub at: Timestamp,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<NotPersonal<ReviewNote>>,
}

/// An answer that cannot be given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ReviewError {
    #[error("nobody has asked for a review of this draft; request one first")]
    NotRequested,
    #[error("another author must answer this review: you requested it, or you changed the draft last")]
    Own,
}

impl Review {
    #[must_use]
    pub const fn requested(by: Option<MemberId>, note: Option<ReviewNote>, at: Timestamp) -> Self {
        Self { state: ReviewState::Requested, requested_by: by, answered_by: None, at, note }
    }

    /// Whether this member asked for it, or changed last what is looked at: the second pair of eyes is another author's.
    #[must_use]
    pub fn is_own(&self, member: MemberId, changed_by: Option<MemberId>) -> bool {
        [self.requested_by, changed_by].contains(&Some(member))
    }

    /// With a member's answer.
    ///
    /// # Errors
    /// [`ReviewError::Own`].
    pub fn answered(
        &self,
        state: ReviewState,
        (by, changed_by): (MemberId, Option<MemberId>),
        note: Option<ReviewNote>,
        at: Timestamp,
    ) -> Result<Self, ReviewError> {
        if self.is_own(by, changed_by) {
            return Err(ReviewError::Own);
        }
        Ok(Self { state, requested_by: self.requested_by, answered_by: Some(by), at, note })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_answers_their_own_request() {
        let (one, other) = (MemberId::from_bytes([1; 16]), MemberId::from_bytes([2; 16]));
        let review = Review::requested(Some(one), None, Timestamp::UNIX_EPOCH);
        let answer = |by, changed_by| review.answered(ReviewState::Approved, (by, changed_by), None, Timestamp::UNIX_EPOCH);
        assert_eq!(answer(one, None), Err(ReviewError::Own));
        assert_eq!(answer(other, Some(other)), Err(ReviewError::Own), "who changed it last has seen it");
        let approved = answer(other, Some(one)).unwrap();
        assert_eq!((approved.state, approved.requested_by, approved.answered_by), (ReviewState::Approved, Some(one), Some(other)));
    }
}
