//! Scores of a member in the lessons of a course, and what they come to.

use catalog_model::{ids::LessonId, syllabus::Syllabus};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

trellis_core::number!(
    /// A score in percent.
    pub Score(u8), 0..=100
);

/// The score of each lesson that has one. A lesson that has left the course keeps its score, should it come back.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Scores(BTreeMap<LessonId, Score>);

impl Scores {
    pub fn set(&mut self, lesson: LessonId, score: Score) {
        self.0.insert(lesson, score);
    }

    #[must_use]
    pub fn of(&self, lesson: LessonId) -> Option<Score> {
        self.0.get(&lesson).copied()
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn iter(&self) -> impl Iterator<Item = (LessonId, Score)> + '_ {
        self.0.iter().map(|(lesson, score)| (*lesson, *score))
    }
}

/// The average score in a course that asks for one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct CourseScore {
    /// Of all required lessons that have a score, rounded down; what was not done yet counts as 0.
    pub percent: u8,
    /// Without this the course is not completed.
    pub asked: u8,
}

impl CourseScore {
    /// Nothing where no score is asked for, or no required lesson could have one.
    pub(crate) fn of(scores: &Scores, syllabus: &Syllabus) -> Option<Self> {
        let asked = syllabus.asked_score.get();
        let required = syllabus.required();
        let scored: Vec<LessonId> = syllabus.scored.common(&required).collect();
        let sum: usize = scored.iter().filter_map(|lesson| scores.of(*lesson)).map(|score| usize::from(score.get())).sum();
        let percent = sum.checked_div(scored.len()).filter(|_| asked > 0)?;
        Some(Self { percent: u8::try_from(percent).unwrap_or(100), asked })
    }

    pub(crate) const fn is_reached(self) -> bool {
        self.percent >= self.asked
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use catalog_model::lesson_set::LessonSet;

    fn lesson(number: u16) -> LessonId {
        LessonId::new(number).unwrap()
    }

    fn set(numbers: &[u16]) -> LessonSet {
        numbers.iter().map(|number| lesson(*number)).collect()
    }

    #[test]
    fn what_was_not_done_counts_as_nothing_and_what_is_not_required_does_not_count() {
        let asked_score = 80.try_into().unwrap();
        let syllabus =
            Syllabus { lessons: set(&[1, 2, 3, 4]), optional: set(&[4]), scored: set(&[2, 3, 4]), asked_score, ..Syllabus::default() };
        let mut scores = Scores::default();
        let now = |scores: &Scores| CourseScore::of(scores, &syllabus).map(|score| (score.percent, score.is_reached()));
        assert_eq!(now(&scores), Some((0, false)));
        scores.set(lesson(2), 100.try_into().unwrap());
        scores.set(lesson(4), 100.try_into().unwrap());
        assert_eq!(now(&scores), Some((50, false)));
        scores.set(lesson(3), 59.try_into().unwrap());
        assert_eq!(now(&scores), Some((79, false)), "79.5 is not 80");
        scores.set(lesson(3), 60.try_into().unwrap());
        assert_eq!(now(&scores), Some((80, true)));
        assert_eq!(CourseScore::of(&scores, &Syllabus { asked_score: Default::default(), ..syllabus.clone() }), None);
        assert_eq!(CourseScore::of(&scores, &Syllabus { scored: LessonSet::default(), ..syllabus }), None);
    }
}
