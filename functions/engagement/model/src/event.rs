//! What happens to points.

use crate::board::Scores;
use serde::{Deserialize, Serialize};
use table::outbox::Event;
use trellis_core::ids::MemberId;

/// An event, spelled `{"kind": …, "payload": {…}}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "payload")]
pub enum EngagementEvent {
    /// Announced by each change of a member's standing itself, not by an event item.
    #[serde(rename = "scores.changed")]
    ScoresChanged {
        member_id: MemberId,
        /// None before the first award.
        from: Option<Scores>,
        to: Scores,
    },
}

impl Event for EngagementEvent {
    const KINDS: &'static [&'static str] = &["scores.changed"];
}
