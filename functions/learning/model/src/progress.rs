//! How far a member has come in a course.

use serde::{Deserialize, Serialize};

/// Lessons done out of lessons there are. A lesson that has left the course counts on neither side.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Progress {
    pub completed: u32,
    pub total: u32,
    /// 0 to 100, rounded down, so that 100 means that nothing is left.
    pub percent: u8,
}

impl Progress {
    #[must_use]
    pub fn of(completed: u32, total: u32) -> Self {
        let completed = completed.min(total);
        let percent = (u64::from(completed) * 100).checked_div(u64::from(total)).unwrap_or(0);
        Self { completed, total, percent: u8::try_from(percent).unwrap_or(100) }
    }

    #[must_use]
    pub const fn is_complete(&self) -> bool {
        self.total > 0 && self.completed == self.total
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hundred_percent_means_done() {
        assert_eq!(Progress::of(573, 574).percent, 99);
        assert!(!Progress::of(573, 574).is_complete());
        assert!(Progress::of(574, 574).is_complete());
        assert_eq!(Progress::of(0, 0), Progress { completed: 0, total: 0, percent: 0 });
        assert!(!Progress::of(0, 0).is_complete());
        assert_eq!(Progress::of(9, 4).percent, 100);
    }
}
