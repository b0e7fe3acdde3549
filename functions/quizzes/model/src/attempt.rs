//! An attempt at a quiz: what it asks, until when, and what became of it.

use crate::sheet::{Saved, Sheet};
use catalog_model::{
    ids::{CourseId, LessonId, VersionNumber},
    lesson::{Quiz, QuizScoring},
};
use jiff::{SignedDuration, Timestamp};
use questions::{
    draw,
    given::Given,
    grade::{Judged, Judging, Total, judged},
    question::{Question, QuestionId},
};
use serde::{Deserialize, Serialize};
use std::{collections::HashMap, fmt, str::FromStr};
use table::Entity;
use trellis_core::{
    bounded::{OutOfBounds, check_number, number_schema},
    ids::{InvalidId, MemberId},
    personal::{NotPersonal, Personal, Remark},
};
use utoipa::openapi::{RefOr, Schema};

/// The number of a member's attempt at a quiz: the first is 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "u64")]
pub struct AttemptNumber(u16);

impl AttemptNumber {
    pub const FIRST: Self = Self(1);

    #[must_use]
    pub const fn get(self) -> u16 {
        self.0
    }

    /// That of the attempt after this one; `None` after the last that there can be.
    #[must_use]
    pub fn next(self) -> Option<Self> {
        Self::try_from(u64::from(self.0) + 1).ok()
    }
}

impl TryFrom<u64> for AttemptNumber {
    type Error = OutOfBounds;
    fn try_from(number: u64) -> Result<Self, OutOfBounds> {
        check_number(number, &(1..=10_000))?;
        Ok(Self(number as u16))
    }
}

impl FromStr for AttemptNumber {
    type Err = InvalidId;
    fn from_str(text: &str) -> Result<Self, InvalidId> {
        let number = text.parse::<u64>().ok().and_then(|number| Self::try_from(number).ok());
        number.filter(|number| number.to_string() == text).ok_or(InvalidId("expected the number of an attempt"))
    }
}

impl fmt::Display for AttemptNumber {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}", self.0)
    }
}

impl utoipa::PartialSchema for AttemptNumber {
    fn schema() -> RefOr<Schema> {
        number_schema(&(1..=10_000), "The number of a member's attempt at a quiz: the first is 1.")
    }
}
impl utoipa::ToSchema for AttemptNumber {}

/// Names an attempt in its workspace.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct AttemptName {
    pub member_id: MemberId,
    pub course_id: CourseId,
    pub lesson_id: LessonId,
    pub number: AttemptNumber,
}

/// The quiz's rules by which an attempt is graded, as they were when it began.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rules {
    pub pass_percent: u8,
    pub negative: bool,
    pub shuffles_answers: bool,
    pub scoring: QuizScoring,
}

/// What an attempt has come to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outcome {
    /// When it was submitted, or when its time was over.
    pub at: Timestamp,
    /// Whether its time was over before it was submitted: then what had been saved counts.
    #[serde(default, skip_serializing_if = "is_false")]
    pub expired: bool,
    /// Whole percent, never rounded up.
    pub percent: u8,
    /// Hundredths of a point.
    pub hundredths: i64,
    pub tenths_possible: u64,
    pub passed: bool,
    /// What names the questions by which it was graded.
    pub questions: NotPersonal<String>,
    /// When it was graded anew, by a corrected key.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub corrected_at: Option<Timestamp>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
const fn is_false(flag: &bool) -> bool {
    !*flag
}

/// What a member's attempts before one have come to together. An attempt begins only when the one before has ended, so each carries what is
/// needed of all, and nothing is shared or summed up anew.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Earlier {
    pub ended: u16,
    pub first: u8,
    pub highest: u8,
    pub last: u8,
    pub sum: u32,
    pub passed: bool,
}

impl Earlier {
    /// With one more.
    #[must_use]
    pub fn and(self, outcome: &Outcome) -> Self {
        Self {
            ended: self.ended + 1,
            first: if self.ended == 0 { outcome.percent } else { self.first },
            highest: self.highest.max(outcome.percent),
            last: outcome.percent,
            sum: self.sum + u32::from(outcome.percent),
            passed: self.passed || outcome.passed,
        }
    }

    /// What counts of them by the quiz's rule.
    #[must_use]
    pub fn score(&self, scoring: QuizScoring) -> u8 {
        match scoring {
            QuizScoring::Highest => self.highest,
            QuizScoring::First => self.first,
            QuizScoring::Last => self.last,
            QuizScoring::Average => (self.sum / u32::from(self.ended.max(1))).min(100) as u8,
        }
    }
}

/// A member's attempt at a quiz.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attempt {
    pub name: AttemptName,
    /// The version of the course that the member learns with.
    pub course_version: VersionNumber,
    /// What names the questions that it was drawn from.
    pub questions: NotPersonal<String>,
    pub seed: u64,
    pub begun_at: Timestamp,
    /// When its time is over, if it is limited.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due_at: Option<Timestamp>,
    pub grace_seconds: u16,
    pub rules: Rules,
    pub sheet: Personal<Sheet, Remark>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outcome: Option<Outcome>,
    pub earlier: Earlier,
}

impl Entity for Attempt {
    const NAME: &'static str = "Attempt";
}

/// Lists an attempt among all at its quiz. It never changes and says nothing that the attempt could contradict: what becomes of the attempt
/// is read from the attempt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct AttemptEntry {
    pub name: AttemptName,
    /// Until when it is taken, if its time is limited: announced, so that it ends although nobody looks.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub taken_until: Option<Timestamp>,
}

impl Entity for AttemptEntry {
    const NAME: &'static str = "AttemptEntry";
}

/// Where an attempt stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum AttemptState {
    Open,
    Submitted,
    /// Its time was over before it was submitted; what had been saved was graded.
    Expired,
}

/// What makes an attempt.
#[derive(Debug)]
pub struct Beginning<'a> {
    pub name: AttemptName,
    pub course_version: VersionNumber,
    pub quiz: &'a Quiz,
    pub questions: &'a [Question],
    pub digest: &'a str,
    pub seed: u64,
    pub earlier: Earlier,
}

/// Graded questions with what was judged of each, in the order in which they were asked.
pub type Sheets<'a> = Vec<(&'a Question, Judged<'a>)>;

impl Attempt {
    #[must_use]
    pub fn begin(beginning: Beginning<'_>, now: Timestamp) -> Self {
        let Beginning { name, course_version, quiz, questions, digest, seed, earlier } = beginning;
        let asked = draw::drawn(questions, &quiz.draws.0, quiz.shuffle_questions, seed);
        let asked = asked.into_iter().filter_map(|at| questions.get(at)).map(|question| (question.id().clone(), question.kind()));
        let limit = quiz.time_limit_minutes.map(|minutes| now + SignedDuration::from_mins(i64::from(minutes.get())));
        Self {
            name,
            course_version,
            questions: digest.to_owned(),
            seed,
            begun_at: now,
            due_at: [limit, quiz.closes_at].into_iter().flatten().min(),
            grace_seconds: quiz.grace_seconds.get(),
            rules: Rules {
                pass_percent: quiz.pass_percent.get(),
                negative: quiz.negative_marking,
                shuffles_answers: quiz.shuffle_answers,
                scoring: quiz.scoring,
            },
            sheet: Personal::new(Sheet { asked: asked.collect(), answers: std::collections::BTreeMap::new() }),
            outcome: None,
            earlier,
        }
    }

    #[must_use]
    pub fn state(&self) -> AttemptState {
        match &self.outcome {
            None => AttemptState::Open,
            Some(outcome) if outcome.expired => AttemptState::Expired,
            Some(_) => AttemptState::Submitted,
        }
    }

    /// Until when answers and the submission are taken: answers given in time may be on their way a little longer.
    #[must_use]
    pub fn taken_until(&self) -> Option<Timestamp> {
        self.due_at.map(|due| due + SignedDuration::from_secs(i64::from(self.grace_seconds)))
    }

    /// Whether its time has passed, and it has not been graded.
    #[must_use]
    pub fn is_overdue(&self, now: Timestamp) -> bool {
        self.outcome.is_none() && self.taken_until().is_some_and(|until| now > until)
    }

    #[must_use]
    pub const fn judging(&self) -> Judging {
        Judging { seed: self.seed, shuffles_answers: self.rules.shuffles_answers, negative: self.rules.negative }
    }

    /// All attempts so far together, this one too once it has ended.
    #[must_use]
    pub fn all(&self) -> Earlier {
        self.outcome.as_ref().map_or(self.earlier, |outcome| self.earlier.and(outcome))
    }

    /// What counts of them, in percent, once one has ended.
    #[must_use]
    pub fn score(&self) -> Option<u8> {
        let all = self.all();
        (all.ended > 0).then(|| all.score(self.rules.scoring))
    }

    /// Keeps an answer unless a later one is there; whether it is kept.
    pub fn answer(&mut self, question: QuestionId, given: Given, sequence: u64, at: Timestamp) -> bool {
        if self.sheet.0.answers.get(&question).is_some_and(|saved| saved.sequence >= sequence) {
            return false;
        }
        self.sheet.0.answers.insert(question, Saved { given, sequence, at });
        true
    }

    /// The questions that it asks with what its answers are worth. A question that is not there any more is left out.
    #[must_use]
    pub fn judged<'a>(&self, questions: &'a [Question]) -> Sheets<'a> {
        let by_id: HashMap<&QuestionId, &Question> = questions.iter().map(|question| (question.id(), question)).collect();
        let asked = self.sheet.0.asked.iter().filter_map(|(id, _)| by_id.get(id).copied());
        asked.map(|question| (question, judged(question, self.sheet.0.given(question.id()), self.judging()))).collect()
    }

    /// What it comes to by these questions: always the same, whenever it is asked.
    #[must_use]
    pub fn graded(&self, questions: &[Question], digest: &str, at: Timestamp, expired: bool) -> Outcome {
        let mut total = Total::default();
        for (question, judged) in self.judged(questions) {
            total.add(judged.share, question.points().tenths());
        }
        let percent = total.percent();
        Outcome {
            at,
            expired,
            percent,
            hundredths: total.hundredths(),
            tenths_possible: total.tenths_possible(),
            passed: percent >= self.rules.pass_percent,
            questions: digest.to_owned(),
            corrected_at: None,
        }
    }

    /// What it comes to once its time is over.
    #[must_use]
    pub fn ended(&self, questions: &[Question], digest: &str, now: Timestamp) -> Outcome {
        match self.due_at {
            Some(due) if self.is_overdue(now) => self.graded(questions, digest, due, true),
            Some(due) => self.graded(questions, digest, now.min(due), false),
            None => self.graded(questions, digest, now, false),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outcome(percent: u8) -> Outcome {
        Outcome {
            at: Timestamp::UNIX_EPOCH,
            expired: false,
            percent,
            hundredths: 0,
            tenths_possible: 10,
            passed: percent >= 80,
            questions: String::new(),
            corrected_at: None,
        }
    }

    #[test]
    fn attempts_count_by_the_quizs_rule() {
        let all = [70, 90, 81].iter().fold(Earlier::default(), |earlier, percent| earlier.and(&outcome(*percent)));
        let score = |scoring| all.score(scoring);
        let scores = [QuizScoring::Highest, QuizScoring::First, QuizScoring::Last, QuizScoring::Average].map(score);
        assert_eq!((scores, all.passed, all.ended), ([90, 70, 81, 80], true, 3));
    }

    #[test]
    fn an_attempt_is_named_by_its_number_alone() {
        assert_eq!("17".parse::<AttemptNumber>().unwrap().get(), 17);
        for bad in ["0", "01", "+1", "", "10001", "1.0"] {
            assert!(bad.parse::<AttemptNumber>().is_err(), "{bad}");
        }
        assert_eq!("10000".parse::<AttemptNumber>().unwrap().next(), None);
    }
}
