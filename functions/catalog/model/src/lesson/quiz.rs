//! A quiz: questions, and how they are asked. What learners are given of it as a lesson are its rules; its questions they get in an attempt,
//! without what tells which answers are right.

use super::{ContentError, Kind, Uses};
use files_model::file::FileKind;
use jiff::Timestamp;
use questions::{
    draw::{self, Draws},
    question::{Question, QuestionTag, QuestionTags, Questions},
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use trellis_core::{bounded::Letters, personal::NotPersonal};

trellis_core::number!(
    /// The least percentage of the points with which a quiz is passed.
    pub PassPercent(u8), 0..=100
);
trellis_core::number!(
    /// How often a quiz may be taken.
    pub AttemptLimit(u16), 1..=100
);
trellis_core::number!(
    /// Minutes between the end of an attempt and the next: at most 30 days.
    pub CoolingOff(u32), 0..=43_200
);
trellis_core::number!(
    /// Minutes in which a quiz must be submitted: at most a day.
    pub TimeLimit(u16), 1..=1_440
);
trellis_core::number!(
    /// Seconds after the time limit in which what was answered before it is still taken.
    pub Grace(u16), 0..=600
);
trellis_core::text!(
    /// What is said about a result, in Markdown.
    pub ScoreText, 1..=2_000, Letters::Any
);
trellis_core::list!(
    /// What is said about results; of several the one with the highest percentage that was reached.
    #[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
    pub ScoreFeedbacks(Vec<ScoreFeedback>), 0..=20
);

/// What is said from a percentage on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ScoreFeedback {
    pub from_percent: PassPercent,
    #[schema(value_type = ScoreText)]
    pub text: NotPersonal<ScoreText>,
}

/// Which attempts count.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum QuizScoring {
    #[default]
    Highest,
    First,
    Last,
    /// The average of all.
    Average,
}

/// What learners see of an attempt after it was submitted, besides its result.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ReviewPolicy {
    Nothing,
    /// What they have answered, with points and feedback.
    OwnAnswers,
    /// And which answers would have been right.
    #[default]
    RightAnswers,
}

impl Default for PassPercent {
    fn default() -> Self {
        Self(80)
    }
}

impl Default for Grace {
    fn default() -> Self {
        Self(30)
    }
}

impl CoolingOff {
    const fn none() -> Self {
        Self(0)
    }
}

const fn yes() -> bool {
    true
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Quiz {
    /// The quiz's own questions; authors only. A quiz needs some, unless it draws from a bank.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Questions>, nullable = false)]
    pub questions: Option<NotPersonal<Questions>>,
    /// Authors only.
    #[serde(default, skip_serializing_if = "is_empty")]
    #[schema(value_type = Draws)]
    pub draws: NotPersonal<Draws>,
    /// What was taken from banks, draw by draw. It is stored with the quiz's own questions, and sent to nobody as part of the lesson.
    #[serde(skip)]
    pub taken: NotPersonal<Vec<Question>>,
    #[serde(default)]
    pub pass_percent: PassPercent,
    /// Left out, there is no limit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attempts: Option<AttemptLimit>,
    #[serde(default = "CoolingOff::none")]
    pub cooling_off_minutes: CoolingOff,
    /// Left out, there is no limit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time_limit_minutes: Option<TimeLimit>,
    #[serde(default)]
    pub grace_seconds: Grace,
    /// Before this no attempt begins (RFC 3339).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub opens_at: Option<Timestamp>,
    /// After this no attempt begins, and every attempt ends (RFC 3339).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub closes_at: Option<Timestamp>,
    #[serde(default)]
    pub shuffle_questions: bool,
    #[serde(default = "yes")]
    pub shuffle_answers: bool,
    /// Whether the pages show one question after the other, and not all at once.
    #[serde(default = "yes")]
    pub one_at_a_time: bool,
    #[serde(default)]
    pub scoring: QuizScoring,
    /// Whether wrong choices cost points.
    #[serde(default)]
    pub negative_marking: bool,
    #[serde(default)]
    pub review: ReviewPolicy,
    /// Whether that is seen only once the quiz has closed.
    #[serde(default)]
    pub review_after_closing: bool,
    /// Authors only.
    #[serde(default, skip_serializing_if = "has_none")]
    pub score_feedback: ScoreFeedbacks,
}

const fn is_empty(draws: &Draws) -> bool {
    draws.0.is_empty()
}

const fn has_none(feedback: &ScoreFeedbacks) -> bool {
    feedback.0.is_empty()
}

impl Quiz {
    fn own(&self) -> &[Question] {
        self.questions.as_ref().map_or(&[], |questions| questions.0.as_slice())
    }

    fn all(&self) -> impl Iterator<Item = &Question> {
        self.own().iter().chain(&self.taken)
    }

    pub(super) fn without_banks(mut self) -> Self {
        let mut used: BTreeSet<String> =
            self.own().iter().flat_map(|question| &question.tags().0).map(|tag| tag.as_str().to_owned()).collect();
        let own_draws = self.draws.0.iter().filter(|draw| draw.bank_id.is_none());
        used.extend(own_draws.filter_map(|draw| draw.tag.as_ref()).map(|tag| tag.as_str().to_owned()));
        let mut all = self.questions.take().map_or_else(Vec::new, |own| own.0);
        let mut taken = std::mem::take(&mut self.taken).into_iter();
        for draw in self.draws.0.iter_mut().filter(|draw| draw.bank_id.is_some()) {
            // Of the tags that a question bears only this one may be drawn from.
            let tag = free_tag(draw.tag.as_ref(), &mut used);
            let count = draw.taken.take().map_or(0, |taken| usize::from(taken.count.get()));
            for mut question in taken.by_ref().take(count) {
                question.set_tags(QuestionTags(tag.iter().cloned().collect()));
                all.push(question);
            }
            (draw.bank_id, draw.tag) = (None, tag);
        }
        self.questions = (!all.is_empty()).then_some(Questions(all));
        self
    }

    /// What is said about a result of so many percent.
    #[must_use]
    pub fn said_of(&self, percent: u8) -> Option<&str> {
        let reached = self.score_feedback.0.iter().filter(|feedback| feedback.from_percent.get() <= percent);
        reached.max_by_key(|feedback| feedback.from_percent.get()).map(|feedback| feedback.text.as_str())
    }
}

/// What is wrong with questions, one by one or together.
pub(crate) fn check_questions(questions: &[Question]) -> Result<(), ContentError> {
    let mut ids = BTreeSet::new();
    for question in questions {
        if !ids.insert(question.id()) {
            return Err(ContentError::RepeatedQuestion(question.id().to_string()));
        }
        question.check().map_err(|error| ContentError::Question(question.id().to_string(), error))?;
    }
    Ok(())
}

/// This tag, or one like it that is not used yet.
fn free_tag(wanted: Option<&QuestionTag>, used: &mut BTreeSet<String>) -> Option<QuestionTag> {
    // With a number behind it it still is a tag.
    let base: String = wanted.map_or("Bank", QuestionTag::as_str).chars().take(50).collect();
    let names = std::iter::once(base.clone()).chain((2..).map(|number| format!("{base} {number}")));
    let free = names.into_iter().find(|name| !used.contains(name))?;
    used.insert(free.clone());
    free.parse().ok()
}

impl Kind for Quiz {
    const IS_PROVEN: bool = true;
    const IS_SCORED: bool = true;

    fn lines(&self) -> Vec<String> {
        let rules = Self { questions: None, ..self.clone() };
        let rules = serde_json::to_value(rules).ok().and_then(|rules| rules.as_object().cloned()).unwrap_or_default();
        let rules = rules.into_iter().map(|(name, value)| format!("{name}: {value}"));
        rules.chain(self.all().flat_map(questions::lines::lines)).collect()
    }

    fn files(&self) -> Vec<Uses> {
        let pictures: BTreeSet<&str> = self.all().filter_map(Question::picture).collect();
        pictures.into_iter().filter_map(|digest| Some((digest.parse().ok()?, FileKind::Picture))).collect()
    }

    fn texts(&self) -> Vec<&str> {
        let said = self.score_feedback.0.iter().map(|feedback| feedback.text.as_str());
        self.all().flat_map(questions::lines::texts).chain(said).collect()
    }

    fn shown(self) -> Self {
        Self { questions: None, taken: Vec::new(), draws: Draws::default(), score_feedback: ScoreFeedbacks::default(), ..self }
    }

    fn check(&self) -> Result<(), ContentError> {
        if self.questions.is_none() && self.draws.0.iter().all(|draw| draw.bank_id.is_none()) {
            return Err(ContentError::NoQuestions);
        }
        check_questions(self.own())?;
        draw::check(self.own(), &self.draws.0)?;
        match (self.opens_at, self.closes_at) {
            (Some(opens), Some(closes)) if opens >= closes => Err(ContentError::ClosesBefore),
            (_, None) if self.review_after_closing => Err(ContentError::NeverCloses),
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn quiz(more: serde_json::Value) -> Quiz {
        let question =
            json!({ "id": "q1", "kind": "true_false", "text": "Water burns", "right": false, "feedback_true": "Try it", "tags": ["fire"] });
        let mut quiz = json!({ "questions": [question], "score_feedback": [{ "from_percent": 0, "text": "So so" }, { "from_percent": 80, "text": "Good" }] });
        quiz.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        serde_json::from_value(quiz).unwrap()
    }

    #[test]
    fn learners_are_given_the_rules_alone() {
        let quiz = quiz(json!({ "draws": [{ "tag": "fire", "count": 1 }] }));
        assert_eq!(quiz.check(), Ok(()));
        let shown = serde_json::to_string(&quiz.clone().shown()).unwrap();
        for secret in ["\"questions\"", "Water", "Try it", "fire", "So so", "draws"] {
            assert!(!shown.contains(secret), "{shown}");
        }
        assert_eq!((quiz.said_of(79), quiz.said_of(80)), (Some("So so"), Some("Good")));
        assert!(quiz.lines().iter().any(|line| line.contains("Water burns")));
    }

    #[test]
    fn outside_its_workspace_a_quiz_draws_from_its_own_questions_what_it_drew_from_banks() {
        let taken = |count: u16| json!({ "digest": "d", "count": count });
        let bank = "01JZ8Q4N7E5T9V3W2XKBYMCD6F";
        let mut quiz = quiz(json!({ "draws": [
            { "tag": "fire", "count": 1 }, { "bank_id": bank, "tag": "fire", "count": 1, "taken": taken(2) },
            { "bank_id": bank, "count": 1, "taken": taken(1) }] }));
        let question = |id: &str| json!({ "id": id, "kind": "true_false", "text": "?", "right": true, "tags": ["fire", "water"] });
        quiz.taken = serde_json::from_value(json!([question("b-1"), question("b-2"), question("b-3")])).unwrap();
        let own = quiz.without_banks();
        assert_eq!(own.check(), Ok(()));
        let own = serde_json::to_value(own).unwrap();
        assert_eq!(own["draws"], json!([{ "tag": "fire", "count": 1 }, { "tag": "fire 2", "count": 1 }, { "tag": "Bank", "count": 1 }]));
        let tags: Vec<_> = own["questions"].as_array().unwrap().iter().map(|question| (&question["id"], &question["tags"])).collect();
        let told = json!([["q1", ["fire"]], ["b-1", ["fire 2"]], ["b-2", ["fire 2"]], ["b-3", ["Bank"]]]);
        assert_eq!(json!(tags), told);
    }

    #[test]
    fn what_cannot_be_asked_is_refused() {
        assert_eq!(quiz(json!({})).shown().check(), Err(ContentError::NoQuestions));
        let twice = json!([{ "id": "a", "kind": "text", "text": "?", "accepted": [{ "pattern": "x" }] }, { "id": "a", "kind": "true_false", "text": "?", "right": true }]);
        assert_eq!(quiz(json!({ "questions": twice })).check(), Err(ContentError::RepeatedQuestion("a".to_owned())));
        assert!(matches!(quiz(json!({ "draws": [{ "tag": "fire", "count": 2 }] })).check(), Err(ContentError::Draw(_))));
        let window = json!({ "opens_at": "2026-12-02T10:00:00Z", "closes_at": "2026-12-02T10:00:00Z" });
        assert_eq!(quiz(window).check(), Err(ContentError::ClosesBefore));
        assert_eq!(quiz(json!({ "review_after_closing": true })).check(), Err(ContentError::NeverCloses));
    }
}
