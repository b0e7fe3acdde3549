//! GET /v1/me/enrolments/{course_id}/lessons/{lesson_id}/attempts: how the caller stands in a quiz, and whether they can take it again.

use crate::taking::taking;
use jiff::Timestamp;
use lambda::{
    Audience, Call, Handler, Method, Problem, Reply, Route,
    Table::{BatchGetItem, GetItem, PutItem, Query, UpdateItem},
};
use questions::{draw, question::Question};
use quizzes_model::{
    attempt::{Attempt, AttemptNumber, AttemptState},
    attempts::{self, Taking},
};
use serde::Serialize;
use table::{Record, Tenant};

/// An attempt of the caller.
#[derive(Debug, Serialize, utoipa::ToSchema)]
struct AttemptSummary {
    number: AttemptNumber,
    state: AttemptState,
    #[schema(value_type = String, format = DateTime)]
    begun_at: Timestamp,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime, nullable = false)]
    submitted_at: Option<Timestamp>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    percent: Option<u8>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    passed: Option<bool>,
    /// When it was graded anew by a corrected key, and came to something else.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime, nullable = false)]
    corrected_at: Option<Timestamp>,
}

/// How a learner stands in a quiz.
#[derive(Debug, Serialize, utoipa::ToSchema)]
struct QuizStanding {
    /// The newest first, at most 100.
    attempts: Vec<AttemptSummary>,
    /// Absent where there is no limit.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    attempts_left: Option<u16>,
    /// When the next attempt can begin, if not now.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime, nullable = false)]
    next_attempt_at: Option<Timestamp>,
    /// Whether an attempt can begin now, or one is open.
    can_begin: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    best_percent: Option<u8>,
    passed: bool,
    /// What counts, by the quiz's rule.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    score_percent: Option<u8>,
    /// How many questions an attempt asks.
    question_count: usize,
    #[schema(value_type = String, format = DateTime)]
    server_time: Timestamp,
}

pub(crate) fn handler() -> Handler {
    let path = "/v1/me/enrolments/{course_id}/lessons/{lesson_id}/attempts";
    Route::new("list-own-attempts", Method::Get, path, "Get your attempts at a quiz")
        .audience(Audience::Learner)
        .refuses(&[409, 422])
        .member(handle)
        .table(&[BatchGetItem, GetItem, PutItem, Query, UpdateItem])
}

async fn handle(call: Call<()>) -> Result<Reply<QuizStanding>, Problem> {
    let (taking, _) = taking(&call).await?;
    let mut all = attempts::of_member_at(&call.tenant, taking.member, (taking.course.value.id, taking.lesson)).await?;
    // Nobody came back before its time was over: it ends now, with what had been saved.
    if let Some(newest) = all.first_mut().filter(|newest| newest.value.is_overdue(call.tenant.now())) {
        *newest = attempts::settled(&call.tenant, &taking, newest.clone()).await?;
    }
    let questions = taking.questions(&call.tenant).await?;
    Ok(Reply::ok(standing(&call.tenant, &taking, &questions.0, all)))
}

fn standing(tenant: &Tenant, taking: &Taking, questions: &[Question], attempts: Vec<Record<Attempt>>) -> QuizStanding {
    let newest = attempts.first().map(|newest| &newest.value);
    let all = newest.map(Attempt::all).unwrap_or_default();
    let ended_at = newest.and_then(|newest| newest.outcome.as_ref()).map(|outcome| outcome.at);
    let is_open = newest.is_some_and(|newest| newest.outcome.is_none());
    let next = taking.next_at(all.ended, ended_at, tenant.now());
    QuizStanding {
        attempts_left: taking.quiz.attempts.map(|most| most.get().saturating_sub(all.ended)),
        next_attempt_at: next.as_ref().ok().copied().flatten().filter(|_| !is_open),
        can_begin: is_open || matches!(next, Ok(None)),
        best_percent: (all.ended > 0).then_some(all.highest),
        passed: all.passed,
        score_percent: newest.and_then(Attempt::score),
        question_count: draw::count(questions, &taking.quiz.draws.0),
        server_time: tenant.now(),
        attempts: attempts.iter().map(|attempt| summary(&attempt.value)).collect(),
    }
}

fn summary(attempt: &Attempt) -> AttemptSummary {
    let outcome = attempt.outcome.as_ref();
    AttemptSummary {
        number: attempt.name.number,
        state: attempt.state(),
        begun_at: attempt.begun_at,
        submitted_at: outcome.map(|outcome| outcome.at),
        percent: outcome.map(|outcome| outcome.percent),
        passed: outcome.map(|outcome| outcome.passed),
        corrected_at: outcome.and_then(|outcome| outcome.corrected_at),
    }
}
