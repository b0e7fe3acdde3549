//! What a learner answers.

use crate::question::{Coordinate, QuestionKind};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use trellis_core::bounded::Letters;

trellis_core::text!(
    /// Names what can be chosen in this attempt: letters that tell nothing about what is right.
    pub ChoiceId, 1..=4, Letters::Visible
);
trellis_core::text!(
    /// What somebody has written.
    pub GivenText, 0..=2_000, Letters::Any
);
trellis_core::list!(
    /// What is chosen.
    #[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
    pub Chosen(BTreeSet<ChoiceId>), 0..=20
);
trellis_core::list!(
    /// Items in order.
    #[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
    pub GivenOrder(Vec<ChoiceId>), 0..=20
);
trellis_core::list!(
    /// For prompts, the answers that belong to them.
    #[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
    pub GivenPairs(BTreeMap<ChoiceId, ChoiceId>), 0..=20
);
trellis_core::list!(
    /// For the numbers of gaps, what is chosen for them or written into them.
    #[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
    pub GivenGaps(BTreeMap<ChoiceId, GivenText>), 0..=20
);
trellis_core::list!(
    /// Places in a picture.
    #[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
    pub GivenPoints(Vec<GivenPoint>), 0..=50
);

/// A place in a picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct GivenPoint {
    pub x: Coordinate,
    pub y: Coordinate,
}

/// What a learner answers, by the kind of the question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Given {
    Single {
        choice: Option<ChoiceId>,
    },
    Multiple {
        choices: Chosen,
    },
    TrueFalse {
        value: Option<bool>,
    },
    Numeric {
        /// As it was typed: with comma or point, and the unit behind it if there is no field of its own for it.
        value: GivenText,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        unit: Option<GivenText>,
    },
    Text {
        text: GivenText,
    },
    Ordering {
        order: GivenOrder,
    },
    Matching {
        pairs: GivenPairs,
    },
    Gaps {
        gaps: GivenGaps,
    },
    Hotspot {
        points: GivenPoints,
    },
}

impl Given {
    /// The kind of question that it answers.
    #[must_use]
    pub const fn kind(&self) -> QuestionKind {
        match self {
            Self::Single { .. } => QuestionKind::Single,
            Self::Multiple { .. } => QuestionKind::Multiple,
            Self::TrueFalse { .. } => QuestionKind::TrueFalse,
            Self::Numeric { .. } => QuestionKind::Numeric,
            Self::Text { .. } => QuestionKind::Text,
            Self::Ordering { .. } => QuestionKind::Ordering,
            Self::Matching { .. } => QuestionKind::Matching,
            Self::Gaps { .. } => QuestionKind::Gaps,
            Self::Hotspot { .. } => QuestionKind::Hotspot,
        }
    }
}

impl GivenText {
    /// Nothing written.
    #[must_use]
    pub const fn empty() -> Self {
        Self(String::new())
    }
}
