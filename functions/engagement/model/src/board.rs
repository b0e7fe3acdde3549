//! Boards: who has earned how much, in which stretch of time.

use jiff::{Timestamp, tz::TimeZone};
use serde::{Deserialize, Serialize};
use trellis_core::personal::NotPersonal;

/// A board of a workspace.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Board {
    Week,
    Month,
    AllTime,
}

impl Board {
    pub const ALL: [Self; 3] = [Self::Week, Self::Month, Self::AllTime];

    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Week => "week",
            Self::Month => "month",
            Self::AllTime => "all-time",
        }
    }

    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|board| board.name() == name)
    }

    /// The stretch of this board that an instant belongs to, in UTC: ISO week (ISO 8601 §5.7), calendar month, or all.
    ///
    /// Periods of one board sort by time as text.
    #[must_use]
    pub fn period(self, at: Timestamp) -> String {
        let date = at.to_zoned(TimeZone::UTC).date();
        match self {
            Self::Week => {
                let week = date.iso_week_date();
                format!("{:04}-W{:02}", week.year(), week.week())
            }
            Self::Month => format!("{:04}-{:02}", date.year(), date.month()),
            Self::AllTime => "all".to_owned(),
        }
    }
}

/// Points of one member in the current period of one board.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Score {
    pub period: NotPersonal<String>,
    pub points: u32,
}

/// A member's points on every board.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Scores {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub week: Option<Score>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub month: Option<Score>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub all_time: Option<Score>,
}

impl Scores {
    #[must_use]
    pub const fn on(&self, board: Board) -> Option<&Score> {
        match board {
            Board::Week => self.week.as_ref(),
            Board::Month => self.month.as_ref(),
            Board::AllTime => self.all_time.as_ref(),
        }
    }

    /// Points in the period that `now` belongs to; a score of an earlier week or month counts no longer.
    #[must_use]
    pub fn current(&self, board: Board, now: Timestamp) -> u32 {
        self.on(board).filter(|score| score.period == board.period(now)).map_or(0, |score| score.points)
    }

    /// All points ever earned.
    #[must_use]
    pub fn total(&self) -> u32 {
        self.all_time.as_ref().map_or(0, |score| score.points)
    }

    /// Adds points that were earned at `at`. Points that arrive after their week or month has been followed by a
    /// later one count in all-time and no more on the board that has moved on.
    pub fn award(&mut self, points: u32, at: Timestamp) {
        for board in Board::ALL {
            let slot = match board {
                Board::Week => &mut self.week,
                Board::Month => &mut self.month,
                Board::AllTime => &mut self.all_time,
            };
            let period = board.period(at);
            match slot {
                Some(score) if score.period == period => score.points = score.points.saturating_add(points),
                Some(score) if score.period > period => {}
                _ => *slot = Some(Score { period, points }),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn periods_follow_the_calendar() {
        assert_eq!(Board::Week.period(at("2026-12-31T23:59:59Z")), "2026-W53");
        assert_eq!(Board::Week.period(at("2027-01-03T23:59:59Z")), "2026-W53");
        assert_eq!(Board::Week.period(at("2027-01-04T00:00:00Z")), "2027-W01");
        assert_eq!(Board::Month.period(at("2028-02-29T23:59:59Z")), "2028-02");
        assert_eq!(Board::Month.period(at("2028-03-01T00:00:00Z")), "2028-03");
        assert_eq!(Board::AllTime.period(at("2028-03-01T00:00:00Z")), "all");
    }

    #[test]
    fn a_new_week_starts_at_zero_and_all_time_goes_on() {
        let mut scores = Scores::default();
        scores.award(10, at("2026-11-22T10:00:00Z"));
        scores.award(10, at("2026-11-22T11:00:00Z"));
        scores.award(5, at("2026-11-23T00:00:00Z"));
        assert_eq!(scores.current(Board::Week, at("2026-11-23T08:00:00Z")), 5);
        assert_eq!(scores.current(Board::Month, at("2026-11-23T08:00:00Z")), 25);
        assert_eq!(scores.current(Board::Week, at("2026-11-30T08:00:00Z")), 0);
        assert_eq!(scores.total(), 25);
    }

    #[test]
    fn points_that_come_late_count_for_all_time_only() {
        let mut scores = Scores::default();
        scores.award(5, at("2026-12-01T00:00:00Z"));
        scores.award(10, at("2026-11-29T23:59:59Z"));
        assert_eq!(scores.current(Board::Week, at("2026-12-01T00:00:00Z")), 5);
        assert_eq!(scores.current(Board::Month, at("2026-12-01T00:00:00Z")), 5);
        assert_eq!(scores.total(), 15);
    }
}
