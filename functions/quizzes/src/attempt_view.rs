//! An attempt as who makes it sees it, and who looks after them. What tells which answers are right is said only once the attempt has ended,
//! and as far as it may be seen.

use crate::texts::Texts;
use catalog_model::{
    courses::lessons::Lesson,
    lesson::{Quiz, ReviewPolicy},
};
use jiff::Timestamp;
use lambda::{App, Problem};
use questions::{
    given::{ChoiceId, Given},
    grade::right_answer,
    lines::texts,
    question::{PictureDescription, Points, Question, QuestionId, QuestionKind, Questions},
    show::{ShownChoice, asked},
};
use quizzes_model::{
    attempt::{Attempt, AttemptNumber, AttemptState, Outcome},
    attempts::Taking,
};
use serde::Serialize;
use std::collections::BTreeMap;
use table::{Record, Tenant};

/// Something to choose.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct QuizChoice {
    id: ChoiceId,
    /// Safe to show as it is.
    html: String,
}

/// A gap of a text.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct QuizGap {
    id: ChoiceId,
    /// None where a text is to be written.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    choices: Vec<QuizChoice>,
}

/// The picture of a hotspot question.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct QuizPicture {
    /// Works for three hours.
    address: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    description: Option<PictureDescription>,
}

/// A question as it is asked, without what tells which answer is right.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct ShownQuestion {
    id: QuestionId,
    kind: QuestionKind,
    /// The text, safe to show as it is; gaps stand in it as `{{1}}`.
    html: String,
    points: Points,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    choices: Vec<QuizChoice>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    prompts: Vec<QuizChoice>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    answers: Vec<QuizChoice>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    items: Vec<QuizChoice>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    gaps: Vec<QuizGap>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    units: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    picture: Option<QuizPicture>,
    /// Whether several places in the picture are to be found.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    several: Option<bool>,
}

/// What has come of a question.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct QuestionResult {
    /// In hundredths, below 0 only where wrong choices cost points.
    points: f64,
    /// The right answer, named as the question names its choices; of a picture a point in each right area. Only where the quiz lets it be seen.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    right: Option<Given>,
    /// Safe to show as it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    feedback: Option<String>,
}

/// What has come of an attempt.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct QuizResult {
    /// Whole percent, never rounded up.
    percent: u8,
    points: f64,
    points_possible: f64,
    passed: bool,
    /// Safe to show as it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    feedback: Option<String>,
    /// When it was graded anew by a corrected key.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime, nullable = false)]
    corrected_at: Option<Timestamp>,
    /// By question, as far as the quiz lets it be seen.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<BTreeMap<String, QuestionResult>>, nullable = false)]
    questions: Option<BTreeMap<QuestionId, QuestionResult>>,
}

/// An attempt at a quiz.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct QuizAttempt {
    number: AttemptNumber,
    state: AttemptState,
    #[schema(value_type = String, format = DateTime)]
    begun_at: Timestamp,
    /// When its time is over, if it is limited.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime, nullable = false)]
    due_at: Option<Timestamp>,
    /// The server's time, by which it is judged.
    #[schema(value_type = String, format = DateTime)]
    server_time: Timestamp,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime, nullable = false)]
    submitted_at: Option<Timestamp>,
    /// In the order in which they are asked; none once the attempt has ended where the quiz shows nothing of it.
    questions: Vec<ShownQuestion>,
    /// What has been saved.
    #[schema(value_type = BTreeMap<String, Given>)]
    answers: BTreeMap<QuestionId, Given>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    result: Option<QuizResult>,
}

/// What who makes an attempt may see of it once it has ended.
pub(crate) fn review(quiz: &Quiz, now: Timestamp) -> ReviewPolicy {
    let waits = quiz.review_after_closing && quiz.closes_at.is_some_and(|closes| now < closes);
    if waits { ReviewPolicy::Nothing } else { quiz.review }
}

fn hundredths(number: i64) -> f64 {
    number as f64 / 100.0
}

fn shown(question: &Question, attempt: &Attempt, texts: &Texts) -> ShownQuestion {
    let asked = asked(question, attempt.rules.shuffles_answers, attempt.seed);
    let choices = |choices: Vec<ShownChoice<'_>>| -> Vec<QuizChoice> {
        choices.into_iter().map(|choice| QuizChoice { id: choice.id, html: texts.html(choice.text) }).collect()
    };
    let description = asked.picture_description.and_then(|description| description.parse().ok());
    ShownQuestion {
        id: asked.id.clone(),
        kind: asked.kind,
        html: texts.html(asked.text),
        points: question.points(),
        choices: choices(asked.choices),
        prompts: choices(asked.prompts),
        answers: choices(asked.answers),
        items: choices(asked.items),
        gaps: asked.gaps.into_iter().map(|gap| QuizGap { id: gap.id, choices: choices(gap.choices) }).collect(),
        units: asked.units.into_iter().map(str::to_owned).collect(),
        picture: asked.picture.and_then(|digest| Some(QuizPicture { address: texts.address(digest)?.to_owned(), description })),
        several: asked.several,
    }
}

fn result(attempt: &Attempt, outcome: &Outcome, questions: &Questions, (quiz, review): (&Quiz, ReviewPolicy), texts: &Texts) -> QuizResult {
    let judged = attempt.judged(&questions.0).into_iter().map(|(question, judged)| {
        let feedback: Vec<String> = judged.feedback.iter().map(|feedback| texts.html(feedback.as_str())).collect();
        let result = QuestionResult {
            points: hundredths(judged.share.hundredths(question.points().tenths())),
            right: (review == ReviewPolicy::RightAnswers).then(|| right_answer(question, attempt.judging())),
            feedback: (!feedback.is_empty()).then(|| feedback.concat()),
        };
        (question.id().clone(), result)
    });
    QuizResult {
        percent: outcome.percent,
        points: hundredths(outcome.hundredths),
        points_possible: outcome.tenths_possible as f64 / 10.0,
        passed: outcome.passed,
        feedback: quiz.said_of(outcome.percent).map(|text| texts.html(text)),
        corrected_at: outcome.corrected_at,
        questions: (review != ReviewPolicy::Nothing).then(|| judged.collect()),
    }
}

/// The attempt with its questions: those that it was graded by, once it was. Of what has ended so much may be seen.
pub(crate) async fn view(
    (app, tenant): (&App, &Tenant),
    (taking, lesson): (&Taking, &Lesson),
    attempt: Record<Attempt>,
    questions: &Questions,
    review: ReviewPolicy,
) -> Result<QuizAttempt, Problem> {
    let (attempt, quiz) = (attempt.value, &taking.quiz);
    let is_over = attempt.outcome.is_some();
    let asked: Vec<&Question> = attempt.judged(&questions.0).into_iter().map(|(question, _)| question).collect();
    let said = quiz.score_feedback.0.iter().map(|feedback| feedback.text.as_str()).filter(|_| is_over);
    let named = asked.iter().flat_map(|question| texts(question)).chain(said);
    let pictures = asked.iter().filter_map(|question| question.picture());
    let texts = Texts::of(app, &taking.course.value.home(tenant.scope()), lesson, named, pictures).await?;
    let is_seen = !is_over || review != ReviewPolicy::Nothing;
    let answers = attempt.sheet.0.answers.iter().filter(|_| is_seen).map(|(id, saved)| (id.clone(), saved.given.clone()));
    Ok(QuizAttempt {
        number: attempt.name.number,
        state: attempt.state(),
        begun_at: attempt.begun_at,
        due_at: attempt.due_at,
        server_time: tenant.now(),
        submitted_at: attempt.outcome.as_ref().map(|outcome| outcome.at),
        questions: asked.iter().filter(|_| is_seen).map(|question| shown(question, &attempt, &texts)).collect(),
        answers: answers.collect(),
        result: attempt.outcome.as_ref().map(|outcome| result(&attempt, outcome, questions, (quiz, review), &texts)),
    })
}

/// What names the questions by which an attempt is shown: those that it was graded by, once it was.
pub(crate) fn key_of(attempt: &Attempt) -> &str {
    attempt.outcome.as_ref().map_or(&attempt.questions, |outcome| &outcome.questions)
}
