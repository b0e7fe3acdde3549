//! GET /v1/admin/courses/{course_id}/lessons/{lesson_id}/quiz-statistics: how people have answered a quiz's questions.

use catalog_model::{
    courses::{self, questions as stored},
    ids::{CourseId, LessonId, VersionNumber},
};
use lambda::{
    Audience, Call, Handler, Method, Problem, Reply, Route,
    Table::{GetItem, Query},
};
use questions::{
    lines::answer_texts,
    question::{Question, QuestionId, QuestionKind},
};
use quizzes_model::statistics::{self, OTHER, QuestionSums, Sums};
use serde::Serialize;
use trellis_core::api_scope::ApiScope;

/// How often an answer was given.
#[derive(Debug, Serialize, utoipa::ToSchema)]
struct AnswerCount {
    /// The answer in Markdown; absent for all that is none of the accepted ones.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    text: Option<String>,
    /// Whether it is right; for items, pairs and gaps, those who had it right are counted.
    right: bool,
    count: u64,
}

/// What is known of a question.
#[derive(Debug, Serialize, utoipa::ToSchema)]
struct QuestionStatistics {
    question_id: QuestionId,
    kind: QuestionKind,
    /// The question in Markdown.
    text: String,
    /// Attempts that asked it.
    asked: u64,
    /// Attempts that answered it.
    answered: u64,
    /// The average part of its points that was earned: 0 to 1, where 1 is easy.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    facility: Option<f64>,
    /// The correlation of the points for it with those for the rest of the quiz: -1 to 1; below 0.2 it tells little. Absent where all did the
    /// same.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    discrimination: Option<f64>,
    /// The average time until it was answered.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    mean_seconds: Option<u64>,
    answers: Vec<AnswerCount>,
}

/// How people have answered a quiz's questions, from attempts as they were graded first.
#[derive(Debug, Serialize, utoipa::ToSchema)]
struct QuizStatistics {
    /// The version of the course; absent where nobody has ended an attempt.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    version: Option<u32>,
    attempts: u64,
    passed: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    mean_percent: Option<u64>,
    questions: Vec<QuestionStatistics>,
}

pub(crate) fn handler() -> Handler {
    let path = "/v1/admin/courses/{course_id}/lessons/{lesson_id}/quiz-statistics";
    Route::new("get-quiz-statistics", Method::Get, path, "Get how a quiz's questions were answered")
        .audience(Audience::Author)
        .scope(ApiScope::CoursesRead)
        .query_of::<VersionNumber>("version", "The version of the course; the newest with attempts if left out.")
        .member(handle)
        .table(&[GetItem, Query])
}

async fn handle(call: Call<()>) -> Result<Reply<QuizStatistics>, Problem> {
    let id: CourseId = call.request.path("course_id", "course")?;
    let lesson: LessonId = call.request.path("lesson_id", "lesson")?;
    let course = courses::course(&call.tenant, id).await?.ok_or_else(|| Problem::not_found("course"))?.value;
    let wanted = call.request.query_of("version")?;
    let Some((version, digest, sums)) = statistics::sums(&call.tenant, (id, lesson), wanted).await? else {
        return Ok(Reply::ok(QuizStatistics { version: None, attempts: 0, passed: 0, mean_percent: None, questions: Vec::new() }));
    };
    let questions = stored::questions(&call.tenant, &course, &digest).await?;
    let known = questions.0.iter().map(|question| of_question(question, sums.questions.get(question.id().as_str()))).collect();
    let Sums { attempts, percent, passed, .. } = sums;
    let mean_percent = percent.checked_div(attempts);
    Ok(Reply::ok(QuizStatistics { version: Some(version.get()), attempts, passed, mean_percent, questions: known }))
}

fn of_question(question: &Question, sums: Option<&QuestionSums>) -> QuestionStatistics {
    let empty = QuestionSums::default();
    let sums = sums.unwrap_or(&empty);
    let count = |place: usize| u16::try_from(place).ok().and_then(|place| sums.picked.get(&place)).copied().unwrap_or(0);
    let texts = answer_texts(question).into_iter().enumerate();
    let mut answers: Vec<AnswerCount> =
        texts.map(|(place, (text, right))| AnswerCount { text: Some(text), right, count: count(place) }).collect();
    let other = sums.picked.get(&OTHER).map(|count| AnswerCount { text: None, right: false, count: *count });
    answers.extend(other);
    let rounded = |number: f64| (number * 1_000.0).round() / 1_000.0;
    QuestionStatistics {
        question_id: question.id().clone(),
        kind: question.kind(),
        text: question.text().as_str().to_owned(),
        asked: sums.asked,
        answered: sums.answered,
        facility: (sums.asked > 0).then(|| rounded(sums.facility())),
        discrimination: sums.discrimination().map(rounded),
        mean_seconds: sums.seconds.checked_div(sums.answered),
        answers,
    }
}
