//! Points and levels.

use serde::{Deserialize, Serialize};

/// What a completed lesson is worth.
pub const LESSON_POINTS: u32 = 10;

/// A member's level and the way to the next one.
///
/// Level `n` begins at `50 · n · (n − 1)` points: 0, 100, 300, 600, 1000 … — each level takes 100 points more than the last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Level {
    /// 1 for a beginner.
    pub number: u32,
    /// Points at which this level began.
    pub from: u32,
    /// Points at which the next level begins.
    pub next_at: u32,
}

impl Level {
    #[must_use]
    pub fn of(points: u32) -> Self {
        let begins = |level: u64| 50 * level * level.saturating_sub(1);
        let points = u64::from(points);
        let mut level = (f64::sqrt(1.0 + points as f64 / 12.5) / 2.0 + 0.5) as u64;
        // The square root may be off by one at the border.
        while begins(level + 1) <= points {
            level += 1;
        }
        while level > 1 && begins(level) > points {
            level -= 1;
        }
        let narrow = |value: u64| u32::try_from(value).unwrap_or(u32::MAX);
        Self { number: narrow(level), from: narrow(begins(level)), next_at: narrow(begins(level + 1)) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn levels_begin_where_they_should() {
        for (points, level) in [(0, 1), (99, 1), (100, 2), (299, 2), (300, 3), (600, 4), (999, 4), (1000, 5)] {
            assert_eq!(Level::of(points).number, level, "{points}");
        }
    }

    proptest! {
        #[test]
        fn points_lie_within_their_level(points in 0u32..4_000_000_000) {
            let level = Level::of(points);
            prop_assert!(level.from <= points && points < level.next_at);
        }
    }
}
