//! GET /v1/admin/courses/{course_id}/lessons/{lesson_id}/attempts: who has taken a quiz, and with what result.

use crate::attempt_list::{courses_of, settled};
use catalog_model::{
    courses,
    ids::{CourseId, LessonId},
};
use jiff::Timestamp;
use lambda::{
    Audience, Call, Handler, Listing, Method, Problem, Reply, Route,
    Table::{BatchGetItem, GetItem, PutItem, Query, UpdateItem},
};
use people_model::members::{self, MemberName};
use quizzes_model::{
    attempt::{Attempt, AttemptNumber, AttemptState},
    attempts,
};
use serde::Serialize;
use std::collections::HashMap;
use trellis_core::{ids::MemberId, title::Title};

/// Somebody's attempt at a quiz.
#[derive(Debug, Serialize, utoipa::ToSchema)]
struct MembersAttempt {
    member_id: MemberId,
    /// Absent once they are gone.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Title>, nullable = false)]
    name: Option<MemberName>,
    number: AttemptNumber,
    state: AttemptState,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    percent: Option<u8>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    passed: Option<bool>,
    #[schema(value_type = String, format = DateTime)]
    begun_at: Timestamp,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime, nullable = false)]
    submitted_at: Option<Timestamp>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime, nullable = false)]
    corrected_at: Option<Timestamp>,
}

pub(crate) fn handler() -> Handler {
    let path = "/v1/admin/courses/{course_id}/lessons/{lesson_id}/attempts";
    Route::new("list-attempts", Method::Get, path, "List attempts at a quiz, newest first")
        .audience(Audience::Author)
        .paged()
        .refuses(&[409])
        .member(handle)
        .table(&[BatchGetItem, GetItem, PutItem, Query, UpdateItem])
}

async fn handle(call: Call<()>) -> Result<Reply<Listing<MembersAttempt>>, Problem> {
    let course: CourseId = call.request.path("course_id", "course")?;
    let lesson: LessonId = call.request.path("lesson_id", "lesson")?;
    courses::course(&call.tenant, course).await?.ok_or_else(|| Problem::not_found("course"))?;
    let listed = attempts::at_quiz(&call.tenant, (course, lesson), &call.page()?).await?;
    let courses = courses_of(&call.tenant, &listed.items).await?;
    let found = settled(&call.tenant, &courses, listed.items).await?;
    let names = members::names(&call.tenant, found.iter().map(|attempt| attempt.value.name.member_id)).await?;
    Ok(Reply::ok(Listing { items: found.into_iter().map(|attempt| shown(attempt.value, &names)).collect(), next: listed.next }))
}

fn shown(attempt: Attempt, names: &HashMap<MemberId, MemberName>) -> MembersAttempt {
    let outcome = attempt.outcome.as_ref();
    MembersAttempt {
        member_id: attempt.name.member_id,
        name: names.get(&attempt.name.member_id).cloned(),
        number: attempt.name.number,
        state: attempt.state(),
        percent: outcome.map(|outcome| outcome.percent),
        passed: outcome.map(|outcome| outcome.passed),
        begun_at: attempt.begun_at,
        submitted_at: outcome.map(|outcome| outcome.at),
        corrected_at: outcome.and_then(|outcome| outcome.corrected_at),
    }
}
