//! What happens to attempts.

use crate::attempt::{AttemptName, Outcome};
use serde::{Deserialize, Serialize};
use table::outbox::Event;

/// An event, spelled `{"kind": …, "payload": {…}}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "payload")]
pub enum QuizEvent {
    /// An attempt was graded, or graded anew. Announced by the attempt itself, not by an event item.
    #[serde(rename = "quiz.graded")]
    Graded {
        name: AttemptName,
        /// None where it was graded for the first time.
        from: Option<Outcome>,
        to: Outcome,
    },
}

impl Event for QuizEvent {
    const KINDS: &'static [&'static str] = &["quiz.graded"];
}
